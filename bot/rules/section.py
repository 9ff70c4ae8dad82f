"""What every section of the policy shares: it cannot be changed and takes no unknown name."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A part of the policy. Each field's description is what an admin reads beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
