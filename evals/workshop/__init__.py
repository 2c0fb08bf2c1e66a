"""The prompt workshop: cases run through the pipeline, real models recorded and replayed, prompts compared."""
