"""What every section of the policy shares: it cannot be changed and takes no unknown name."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Days = Annotated[int, Field(ge=0, le=3650)]
Minutes = Annotated[int, Field(ge=0, le=60 * 24 * 30)]
Count = Annotated[int, Field(ge=1, le=10_000)]


class Section(BaseModel):
    """A part of the policy. Each field's description is what an admin reads beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
