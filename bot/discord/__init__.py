"""The bot in Discord: the only folder that may import discord."""
