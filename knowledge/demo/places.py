"""Where the demo shop's customers live, and how far that is from its warehouse in Hangzhou."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from random import Random


class Region(Enum):
    """Days on the road, fewest and most, by standard carrier (POLICY.md, Shipping)."""

    NEAR = (1, 2)
    OTHER = (2, 4)
    REMOTE = (4, 7)


@dataclass(frozen=True, slots=True)
class Place:
    """A district of a city."""

    province_zh: str
    city_zh: str
    district_zh: str
    city_en: str
    district_en: str
    region: Region = Region.OTHER


PLACES = (
    Place("浙江省", "杭州市", "西湖区", "Hangzhou", "Xihu", Region.NEAR),
    Place("浙江省", "宁波市", "鄞州区", "Ningbo", "Yinzhou", Region.NEAR),
    Place("上海", "上海市", "徐汇区", "Shanghai", "Xuhui", Region.NEAR),
    Place("上海", "上海市", "浦东新区", "Shanghai", "Pudong", Region.NEAR),
    Place("江苏省", "南京市", "鼓楼区", "Nanjing", "Gulou", Region.NEAR),
    Place("江苏省", "苏州市", "姑苏区", "Suzhou", "Gusu", Region.NEAR),
    Place("安徽省", "合肥市", "蜀山区", "Hefei", "Shushan", Region.NEAR),
    Place("北京", "北京市", "朝阳区", "Beijing", "Chaoyang"),
    Place("北京", "北京市", "海淀区", "Beijing", "Haidian"),
    Place("广东省", "广州市", "天河区", "Guangzhou", "Tianhe"),
    Place("广东省", "深圳市", "南山区", "Shenzhen", "Nanshan"),
    Place("四川省", "成都市", "武侯区", "Chengdu", "Wuhou"),
    Place("湖北省", "武汉市", "洪山区", "Wuhan", "Hongshan"),
    Place("陕西省", "西安市", "雁塔区", "Xi'an", "Yanta"),
    Place("重庆", "重庆市", "渝中区", "Chongqing", "Yuzhong"),
    Place("天津", "天津市", "南开区", "Tianjin", "Nankai"),
    Place("山东省", "青岛市", "市南区", "Qingdao", "Shinan"),
    Place("福建省", "厦门市", "思明区", "Xiamen", "Siming"),
    Place("湖南省", "长沙市", "岳麓区", "Changsha", "Yuelu"),
    Place("辽宁省", "大连市", "中山区", "Dalian", "Zhongshan"),
    Place("云南省", "昆明市", "盘龙区", "Kunming", "Panlong"),
    Place("新疆维吾尔自治区", "乌鲁木齐市", "天山区", "Urumqi", "Tianshan", Region.REMOTE),
    Place("甘肃省", "兰州市", "城关区", "Lanzhou", "Chengguan", Region.REMOTE),
    Place("内蒙古自治区", "呼和浩特市", "赛罕区", "Hohhot", "Saihan", Region.REMOTE),
)

_STREETS = (
    ("文三路", "Wensan Road"),
    ("人民路", "Renmin Road"),
    ("建设街", "Jianshe Street"),
    ("中山路", "Zhongshan Road"),
    ("新华街", "Xinhua Street"),
    ("和平路", "Heping Road"),
    ("学院路", "Xueyuan Road"),
    ("滨江道", "Binjiang Avenue"),
)


def address(place: Place, language: str, rng: Random) -> str:
    """A made-up address: 北京市朝阳区和平路 88 号 3 幢 1204 室."""
    street_zh, street_en = rng.choice(_STREETS)
    number, block, room = rng.randint(2, 399), rng.randint(1, 12), rng.randint(1, 26) * 100
    room += rng.randint(1, 4)
    if language == "en":
        district = f"{place.district_en} District, {place.city_en}"
        return f"Room {room}, Block {block}, {number} {street_en}, {district}, China"
    province = place.province_zh if place.province_zh.endswith(("省", "区")) else ""
    return f"{province}{place.city_zh}{place.district_zh}{street_zh}{number}号{block}幢{room}室"


def pickup_place(place: Place, language: str, rng: Random) -> str:
    """Where a parcel waits, with its code: 菜鸟驿站（和平路 16 号），取件码 5-2-3081."""
    street_zh, street_en = rng.choice(_STREETS)
    code = f"{rng.randint(1, 9)}-{rng.randint(1, 4)}-{rng.randint(1000, 9999)}"
    if language == "en":
        return f"Cainiao Station, {rng.randint(2, 199)} {street_en}, pickup code {code}"
    return f"菜鸟驿站（{place.district_zh}{street_zh}{rng.randint(2, 199)}号），取件码 {code}"
