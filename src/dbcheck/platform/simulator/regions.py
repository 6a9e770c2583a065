"""The invented provinces that stand for those of the profiles. No place of these names has a government portal."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place with a government: its full name, the short form of it, the label in its domain."""

    name: str
    short: str
    label: str


@dataclass(frozen=True)
class Region:
    """A province, the prefectures below it, one county of each."""

    province: Place
    prefectures: tuple[Place, ...]
    counties: tuple[Place, ...]


DEPARTMENTS = (
    ("教育", "jyt"), ("人力资源和社会保障", "rst"), ("住房和城乡建设", "jst"), ("交通运输", "jtt"), ("卫生健康", "wjw"),
    ("农业农村", "nyt"), ("市场监督管理", "scj"), ("民政", "mzt"),
)  # fmt: skip

NORTH = Region(
    Place("松江省", "松江", "songjiangs"),
    (Place("云泊市", "云泊", "yunbo"), Place("柳浦市", "柳浦", "liupu"), Place("白岭市", "白岭", "bailing")),
    (Place("青禾县", "青禾", "qinghe"), Place("石桥县", "石桥", "shiqiao"), Place("林甸沟县", "林甸沟", "lindiangou")),
)
STEPPE = Region(
    Place("北塬自治区", "北塬", "beiyuan"),
    (Place("查干盟", "查干", "chagan"), Place("宁川市", "宁川", "ningchuan"), Place("塔林市", "塔林", "talin")),
    (Place("乌云旗", "乌云", "wuyun"), Place("草塘县", "草塘", "caotang"), Place("敖包旗", "敖包", "aobao")),
)
PLATEAU = Region(
    Place("西岭省", "西岭", "xiling"),
    (Place("甘措州", "甘措", "gancuo"), Place("河湾市", "河湾", "hewan"), Place("雪川州", "雪川", "xuechuan")),
    (Place("尕日县", "尕日", "gari"), Place("湟滩县", "湟滩", "huangtan"), Place("冰塘县", "冰塘", "bingtang")),
)
REGIONS: Mapping[str, Region] = {"inner-mongolia": STEPPE, "qinghai": PLATEAU}


def region_of(profile: str) -> Region:
    """Give the region of a profile; those of other profiles live in the north."""
    return REGIONS.get(profile, NORTH)
