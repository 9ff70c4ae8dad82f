"""What the desk says in the staff chat, in both languages: whoever is there reads one of them."""

from __future__ import annotations

#: What was decided of an action, by the command.
DONE = {
    "/agree": "✅ 已核准，已告诉客户 / agreed, the customer is told",
    "/refuse": "❎ 未核准，已告诉客户 / not agreed, the customer is told",
}
#: Why nothing was decided, by the reason of the refusal.
REFUSALS = {
    "decided": "已经处理过了 / it was decided already",
    "changed": "订单之后有变，没有办理；可以 /refuse / "
    "the order has changed since; nothing was done, you may /refuse",
    "long_note": "原因最多 400 个字，没有处理 / the reason is longer than 400 characters; "
    "nothing was done",
}
#: What staff are told of what they did, or why it was not done.
SAID = {
    "no_approval": "这条不是待核准的通知 / this notice is nothing to agree to",
    "no_button": "这个按钮已经失效 / this button does nothing any more",
    "done_before": "已经处理过了 / it was done already",
    "barred": "您的账号已停用，没有处理 / your account is switched off; nothing was done",
    "noted": "📝 已记为备注，客户看不到 / kept as a note, not shown to the customer",
    "empty_note": "/note 后面写备注 / write the note behind /note",
    "no_files": "⚠️ 客户不在 Telegram，图片和文件没有发送 / the customer is not on Telegram; "
    "photos and files were not sent",
    "wordless": "⚠️ 没有发送：只能发文字、图片和文件 / not sent: only words, photos and documents "
    "reach the customer",
}
_DEEDS = {
    "take": "✋ {name} 接手了 / took it",
    "resolve": "✅ {name} 结案了 / resolved it",
    "give_back": "↩️ {name} 交还给机器人 / gave it back to the bot",
}


def not_linked(user_id: int) -> str:
    """What somebody is told who has no account, with what an admin needs to link one."""
    how = f"python -m bot staff link NAME {user_id or '…'}"
    return f"还没有关联账号，请管理员运行 / no account is linked to you; an admin runs: {how}"


def heading(deed: str, name: str) -> str:
    """Who took, resolved or gave back a conversation."""
    return _DEEDS[deed].replace("{name}", name)
