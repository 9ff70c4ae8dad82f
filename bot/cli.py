"""The commands: `python -m bot COMMAND`. Each reads its arguments and makes one call."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.commands import supply
from bot.errors import XiaoerError
from bot.log_masking import mask_logs
from bot.settings import Settings, read_settings
from knowledge.errors import KnowledgeError
from models.errors import ModelError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Known errors are one sentence on stderr."""
    given = _parser().parse_args(arguments)
    level = logging.DEBUG if given.verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    mask_logs(logging.getLogger())
    try:
        status = given.call(read_settings(), given)
    except (XiaoerError, KnowledgeError, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return int(status or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Xiaoer, the service desk of an online shop."
    )
    parser.add_argument("--verbose", action="store_true", help="log everything")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _serving(commands)
    supply.add_to(commands)
    _talking(commands)
    _records(commands)
    _training(commands)
    return parser


def _serving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser(
        "run",
        help="serve customers, staff and suppliers",
        epilog="Parcel labels on photos are read where the extra `photos` is installed.",
    )
    run.add_argument(
        "--demo", action="store_true", help="fill an empty database with the demo shop first"
    )
    run.set_defaults(call=_run)


def _talking(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    chat = commands.add_parser("chat", help="be a customer at the terminal")
    chat.add_argument("--customer", metavar="ID", help="the shop's customer id, such as C0001")
    chat.set_defaults(call=_chat)
    understand = commands.add_parser(
        "understand", help='JSON lines {"text": …} in, what each means out'
    )
    understand.set_defaults(call=_understand)
    sentiment = commands.add_parser(
        "sentiment", help='JSON lines {"text": …} of reviews in, praise or blame out'
    )
    sentiment.set_defaults(call=_sentiment)
    replay = commands.add_parser("replay", help="play written conversations and check them")
    replay.add_argument(
        "file", type=Path, metavar="FILE", help="a journey (.toml), a folder of them, or a dialogue"
    )
    _how_to_replay(replay)
    replay.set_defaults(call=_replay)


def _how_to_replay(replay: argparse.ArgumentParser) -> None:
    replay.add_argument(
        "--paraphrases", type=int, default=0, metavar="N", help="runs of a journey in other words"
    )
    replay.add_argument(
        "--times", type=int, default=5, metavar="K", help="the k of pass^k (default 5)"
    )
    replay.add_argument(
        "--least", type=float, metavar="SHARE", help="fail below this share of successes, 0 to 1"
    )
    shown = replay.add_mutually_exclusive_group()
    shown.add_argument("--show", action="store_true", help="print the runs that failed")
    shown.add_argument("--show-all", action="store_true", help="print every run")


def _records(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    migrate = commands.add_parser("migrate", help="bring the database up to this version")
    migrate.set_defaults(call=_migrate)
    bring = commands.add_parser("import", help="bring in customers, products, orders, …")
    bring.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE.csv",
        help="with the word guardrails before it: how far to go with each supplier",
    )
    bring.set_defaults(call=_import)
    staff = commands.add_parser("staff", help="staff accounts").add_subparsers(
        required=True, metavar="add|link"
    )
    add = staff.add_parser("add", help="add an account; the password is asked for")
    add.add_argument("username")
    add.add_argument("--name", default="", help="as customers and colleagues read it")
    add.add_argument("--role", choices=("agent", "supervisor", "admin"), default="agent")
    add.set_defaults(call=_staff_add)
    link = staff.add_parser("link", help="say who an account is on Telegram")
    link.add_argument("username")
    link.add_argument(
        "telegram_id", type=int, metavar="TELEGRAM_ID", help="the user's number; 0 for none"
    )
    link.set_defaults(call=_staff_link)
    policy = commands.add_parser("policy", help="print the shop's policy, every line explained")
    policy.add_argument(
        "--check", type=Path, metavar="FILE", help="only say whether FILE can be used"
    )
    policy.set_defaults(call=_policy)


def _training(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    train = commands.add_parser("train", help="train a model; a stopped training goes on")
    train.add_argument("model", choices=("answers", "base", "intents", "replies", "sentiment"))
    train.add_argument(
        "--base",
        help="a Hugging Face model by name or path to start from: an encoder, or for replies a "
        "BART or MBart",
    )
    train.add_argument(
        "--text", type=Path, help="a folder of public text to train on; sentiment needs it"
    )
    train.add_argument(
        "--teacher",
        type=Path,
        help="intents only: the folder of a trained understanding model to learn from as well",
    )
    train.add_argument(
        "--begin",
        type=Path,
        metavar="FILE",
        help="intents only: train on from the network in FILE, a copy of an earlier training's "
        "build/runs/intents/network.pt",
    )
    train.add_argument("--out", type=Path, help="where the trained model goes")
    train.add_argument("--epochs", type=float, help="passes over the corpus")
    train.add_argument("--seed", type=int, default=7, help="of every random choice (default 7)")
    shop = train.add_mutually_exclusive_group()
    shop.add_argument(
        "--with-shop",
        action="store_true",
        help="intents only: train with what staff taught too, and serve it if nothing drops",
    )
    shop.add_argument(
        "--rollback",
        action="store_true",
        help="intents only: restore the weights that served before",
    )
    train.set_defaults(call=_train)
    evaluate = commands.add_parser("evaluate", help="measure the models on unseen writers")
    evaluate.add_argument("--data", type=Path, help="a folder of public data to measure on too")
    evaluate.add_argument(
        "--recipe", action="store_true", help="fine-tune the base on BANKING77 of --data as well"
    )
    evaluate.add_argument("--page", type=Path, help="where the page goes (default docs/models.md)")
    evaluate.set_defaults(call=_evaluate)


def _run(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.run import run

    return asyncio.run(run(settings, demo=given.demo))


def _chat(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.chat import chat

    return asyncio.run(chat(settings, given.customer))


def _understand(settings: Settings, _: argparse.Namespace) -> int:
    from bot.commands.understand import understand
    from models.shop_weights import ShopWeights

    return understand(ShopWeights(settings.shop_weights), sys.stdin, sys.stdout)


def _sentiment(_: Settings, __: argparse.Namespace) -> int:
    from bot.commands.sentiment import sentiment
    from models import SENTIMENT_WEIGHTS

    return sentiment(SENTIMENT_WEIGHTS, sys.stdin, sys.stdout)


def _replay(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.chat import replay
    from bot.commands.replay import Asked, replay_journeys

    if given.file.suffix != ".toml" and not given.file.is_dir():
        return asyncio.run(replay(settings, given.file))
    asked = Asked(
        paraphrases=given.paraphrases,
        times=given.times,
        least=given.least,
        show=given.show,
        everything=given.show_all,
    )
    return asyncio.run(replay_journeys(settings, given.file, asked))


def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    from bot.commands.shop import migrate_only

    return asyncio.run(migrate_only(settings))


def _import(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.guardrails import bring_guardrails
    from bot.commands.shop import import_files

    if str(given.files[0]) == "guardrails" and len(given.files) == 2:
        return asyncio.run(bring_guardrails(settings, given.files[1]))
    return asyncio.run(import_files(settings, given.files))


def _staff_add(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.staff import add

    return asyncio.run(add(settings, given.username, given.name, given.role))


def _staff_link(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.staff import link

    return asyncio.run(link(settings, given.username, given.telegram_id))


def _policy(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.policy import policy

    return policy(settings, given.check, sys.stdout)


def _train(settings: Settings, given: argparse.Namespace) -> int:
    from bot.commands.training import train

    return train(settings, given)


def _evaluate(_: Settings, given: argparse.Namespace) -> int:
    from bot.commands.training import evaluate

    return evaluate(given.data, given.page, recipe=given.recipe)
