"""The chat page itself, and the demo's picker in front of it."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.browsers.pages import Pages
from bot.channels.web.parts import Parts, WebParts
from bot.channels.web.session import (
    Language,
    SessionsOfApp,
    from_our_page,
    new_account,
    remember_language,
)
from knowledge.queries import customers, web_chat
from knowledge.records import Channel, ChannelAccount, Customer, utcnow

router = APIRouter(include_in_schema=False)


async def _pages(request: Request) -> Pages:
    found = request.app.state.pages
    assert isinstance(found, Pages)
    return found


PagesOfApp = Annotated[Pages, Depends(_pages)]


def initials(name: str) -> str:
    """What stands in a person's round picture: 王小明 → 王, Emma Brown → EB."""
    words = name.split()
    if not name.isascii() or len(words) < 2:
        return name[:1].upper()
    return (words[0][0] + words[-1][0]).upper()


@router.get("/")
async def home() -> Response:
    """Customers are who comes here."""
    return RedirectResponse("/chat")


@router.get("/chat")
async def chat(
    request: Request, parts: Parts, sessions: SessionsOfApp, pages: PagesOfApp, language: Language
) -> Response:
    """The chat; in the demo, a visitor without an account first picks who to be."""
    if "lang" in request.query_params:
        response: Response = RedirectResponse("/chat", 303)
        remember_language(response, language)
        return response
    account = sessions.account(request)
    if account is None and parts.demo:
        return HTMLResponse(await _picker(parts, pages, language))
    known = account or new_account()
    response = HTMLResponse(await _chat_page(parts, pages, language, known))
    if account is None:
        sessions.remember(request, response, known)
    return response


async def _picker(parts: WebParts, pages: Pages, language: str) -> str:
    async with parts.store.reading() as unit:
        offered = await customers.some_customers(unit)
    return pages.render("picker.html", language, customers=offered)


async def _chat_page(parts: WebParts, pages: Pages, language: str, account: str) -> str:
    async with parts.store.reading() as unit:
        customer = await web_chat.customer_of_account(unit, account)
    return pages.render(
        "chat.html",
        language,
        customer=customer,
        demo=parts.demo,
        # Tells the page's own store of unsent words whose they are, without naming the account.
        visitor=hashlib.sha256(account.encode()).hexdigest()[:12],
    )


@router.post("/chat/become", dependencies=[Depends(from_our_page)])
async def become(
    request: Request,
    parts: Parts,
    sessions: SessionsOfApp,
    customer: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Be a demo customer, or with no name a new visitor. There is no such thing in a real shop."""
    if not parts.demo:
        raise HTTPException(404, "not_found")
    account = new_account()
    if customer:
        await _link(parts, account, customer)
    response = RedirectResponse("/chat", 303)
    sessions.remember(request, response, account)
    return response


async def _link(parts: WebParts, account: str, reference: str) -> None:
    async with parts.store.writing() as unit:
        found = await customers.customer_referenced(unit, reference)
        if found is None:
            raise HTTPException(404, "not_found")
        unit.add(_account_of(found, account))


def _account_of(customer: Customer, account: str) -> ChannelAccount:
    return ChannelAccount(
        channel=Channel.WEB,
        external_id=account,
        display_name=customer.name,
        customer_id=customer.key,
        verified_at=utcnow(),
    )


@router.post("/chat/leave", dependencies=[Depends(from_our_page)])
async def leave(sessions: SessionsOfApp) -> Response:
    """Stop being this account; the next page starts anew."""
    response = RedirectResponse("/chat", 303)
    sessions.forget(response)
    return response
