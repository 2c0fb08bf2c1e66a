"""How the bot signs in to Discord, whom it answers, and how much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from bot.budget import Limits
from bot.startup import SettingsError
from vectorstore.settings import FROM_ENVIRONMENT, sendable

if TYPE_CHECKING:
    from bot.settings import AnswerSettings

UNPRICED = "DISCORD_DAILY_MONEY: needs CHAT_INPUT_PRICE and CHAT_OUTPUT_PRICE, or nothing can be counted"


class DiscordSettings(BaseSettings):
    """Read from the environment and `.env`; built in `main()`, never at import."""

    model_config = FROM_ENVIRONMENT

    discord_token: SecretStr | None = Field(None, description="Token of the Discord bot; only `dateline bot` needs it.")
    dateline_guilds: str = Field(
        "",
        description="Ids of the home servers, such as 1234,5678: only they are answered, and direct messages of those "
        "who may ask there; only there the library can be changed. "
        "Empty: every server is answered, and none may change the library.",
    )
    discord_direct_messages: bool = Field(
        True, description="Answer direct messages; with DATELINE_GUILDS, of members there."
    )
    discord_user_install: bool = Field(False, description="Let members install the bot for themselves.")
    discord_message_content: bool = Field(
        False,
        description="Use the privileged intent Message Content: no mention is needed in the bot's threads, and "
        "“is this true?” in reply to another's message can be checked.",
    )

    discord_workers: int = Field(4, ge=1, le=64, description="Questions that are answered at once.")
    discord_queue: int = Field(100, ge=0, le=10_000, description="Questions that may wait; beyond it the bot is busy.")
    discord_cooldown: float = Field(3, ge=0, le=3600, description="Seconds between two questions of a member.")
    discord_member_daily: int = Field(100, ge=0, description="Questions of a member in a day (UTC); 0: no limit.")
    discord_server_tokens: int = Field(1_000_000, ge=0, description="Tokens of a server in a day; 0: no limit.")
    discord_daily_tokens: int = Field(
        3_000_000, ge=0, description="Tokens of all servers and direct messages in a day; 0: no limit."
    )
    discord_daily_money: float = Field(
        0,
        ge=0,
        description="Daily spending cap; needs CHAT_INPUT_PRICE and CHAT_OUTPUT_PRICE; 0: no limit.",
    )

    discord_log_key: SecretStr | None = Field(
        None, description="Key that members' ids are hashed with in the question log; derived from the token if empty."
    )
    discord_log_days: int = Field(90, ge=1, le=3650, description="Days that questions and answers are kept.")
    discord_help_line: str = Field(
        "",
        max_length=300,
        description="Help line named to a member in distress: a telephone number or an address.",
    )
    discord_sources_channel: int | None = Field(
        None, ge=1, description="Id of the channel that gets a report on the sources every morning; empty: none."
    )
    discord_health_port: int | None = Field(
        None, ge=0, le=65535, description="Loopback port of /health and /metrics; empty: none."
    )

    @property
    def home(self) -> frozenset[int]:
        """The home servers' ids; empty when every server is answered."""
        return frozenset(map(int, self.dateline_guilds.split(",")) if self.dateline_guilds else ())

    def limits(self, answer: AnswerSettings | None = None) -> Limits:
        """What a day allows, at the models' prices. Raises SettingsError where money is limited and nothing priced."""
        prices = _prices(answer)
        if self.discord_daily_money and not any(price is not None for price in prices):
            raise SettingsError([UNPRICED])
        asked, told, judge_asked, judge_told = (price or 0 for price in prices)
        return Limits(
            cooldown=self.discord_cooldown,
            member_daily=self.discord_member_daily,
            server_tokens=self.discord_server_tokens,
            daily_tokens=self.discord_daily_tokens,
            daily_money=self.discord_daily_money,
            input_price=asked,
            output_price=told,
            judge_input_price=judge_asked,
            judge_output_price=judge_told,
        )

    @property
    def key(self) -> bytes:
        """What members' ids are hashed with."""
        secret = self.discord_log_key or self.discord_token
        return f"dateline questions {secret.get_secret_value() if secret else ''}".encode()

    @field_validator("discord_token")
    @classmethod
    def _usable_token(cls, token: SecretStr | None) -> SecretStr | None:
        return sendable(token)

    @field_validator("dateline_guilds")
    @classmethod
    def _are_ids(cls, text: str) -> str:
        ids = [part.strip() for part in text.split(",") if part.strip()]
        if not all(re.fullmatch(r"\d{5,20}", one) for one in ids):
            raise ValueError("the servers are ids of digits with commas between; copy them with Developer Mode on.")
        return ",".join(ids)


def _prices(answer: AnswerSettings | None) -> tuple[float | None, float | None, float | None, float | None]:
    """Of a million tokens: asked of and told by the model, then the judge, which costs what the model does unless a
    price of its own is set."""
    if answer is None:
        return (None, None, None, None)
    asked, told = answer.chat_input_price, answer.chat_output_price
    judge_asked, judge_told = answer.judge_input_price, answer.judge_output_price
    return asked, told, asked if judge_asked is None else judge_asked, told if judge_told is None else judge_told
