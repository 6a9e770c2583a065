"""Wordings that several kinds share: what exports write for an administrative level, an account, a way of handling."""

from dbcheck.records.model import spelled

ACCOUNT_KINDS = spelled(organizing="组织单位 组织单位账号", reporting="填报单位 填报单位账号")
APPROVER_LEVELS = spelled(
    state="国家级 国务院办公厅",
    province="省级 自治区级 省政府办公厅 省人民政府办公厅 自治区政府办公厅 自治区人民政府办公厅",
    prefecture="地市级 盟市级 市州级 市(州)级 市(地)级 地级",
    county="县级 旗县级 区县级 县区级 县(市、区)级",
)
HANDLING_MODES = spelled(direct="直办 直接办理", assign="交办", transfer="转办")
HAVE = spelled(true="有", false="无")
LEVELS = spelled(
    state="国家级 国家",
    province="省级 自治区级 省 自治区 直辖市",
    prefecture="地市级 盟市级 市州级 市(州)级 市(地)级 地级 地级市 盟市",
    county="县级 旗县级 区县级 县区级 县(市、区)级 旗县市区",
    township="乡镇级 乡级 乡镇 街道 乡镇街道 苏木乡镇 苏木乡镇街道",
)
