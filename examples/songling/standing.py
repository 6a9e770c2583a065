"""What stands still in the portal's records: organisations, sites, columns, saved pages."""

import json

from songling.table import Export, rows

_ORGANIZATIONS = ("机构代码", "单位名称", "行政层级", "单位类型", "上级单位", "地区", "是否有网站")
ORGANIZATIONS = Export(
    "机构.csv",
    _ORGANIZATIONS,
    rows(
        _ORGANIZATIONS,
        "SL01|松岭市人民政府|地市级|政府||松岭市|是",
        "SL02|松岭市人民政府办公室|地市级|政府办公室|松岭市人民政府|松岭市|否",
        "SL03|松岭市教育局|地市级|政府部门|松岭市人民政府|松岭市|否",
        "SL04|松岭市住房和城乡建设局|地市级|政府部门|松岭市人民政府|松岭市|是",
        "SL05|松岭市公安局|地市级|政府部门|松岭市人民政府|松岭市|否",
        "SL06|松岭市人力资源和社会保障局|地市级|政府部门|松岭市人民政府|松岭市|否",
        "SL07|松岭市卫生健康委员会|地市级|政府部门|松岭市人民政府|松岭市|否",
        "SL08|松岭市交通运输局|地市级|政府部门|松岭市人民政府|松岭市|否",
        "SL09|松岭市农业农村局|地市级|政府部门|松岭市人民政府|松岭市|否",
        "SL10|松岭市市场监督管理局|地市级|政府部门|松岭市人民政府|松岭市|否",
        "SL11|东河区人民政府|县级|政府|松岭市人民政府|东河区|是",
        "SL12|松岭市供水集团有限公司|地市级|企业|松岭市人民政府|松岭市|否",
    ),
)

_SITES = (
    "网站编号",
    "网站名称",
    "主办单位",
    "承办单位",
    "网站类型",
    "网站状态",
    "主域名",
    "是否使用统一互动平台",
    "认证方式",
    "移动端互动",
)
SITES = Export(
    "网站.csv",
    _SITES,
    rows(
        _SITES,
        "S01|松岭市人民政府网|松岭市人民政府|松岭市人民政府办公室|门户网站|运行中|www.songling.example|是|全省统一身份认证|是",
        "S02|松岭市住房和城乡建设局网站|松岭市住房和城乡建设局|松岭市住房和城乡建设局|部门网站|运行中|zjj.songling.example|否|自建认证|",
        "S03|松岭旅游网|松岭市人民政府|松岭市人民政府办公室|其他|已关停|ly.songling.example|否|未建认证|否",
    ),
)

_COLUMNS = (
    "栏目编号", "网站名称", "栏目名称", "上级栏目", "栏目级别", "栏目类型", "栏目网址",
    "栏目宗旨", "栏目目的", "使用说明", "登录方式", "是否专门渠道", "栏目状态",
)  # fmt: skip
_S01, _S02 = "松岭市人民政府网", "松岭市住房和城乡建设局网站"
_WHY = "畅通政民互动渠道|听取群众意见、解答群众疑问"
COLUMNS = Export(
    "栏目.csv",
    _COLUMNS,
    rows(
        _COLUMNS,
        f"C01|{_S01}|互动交流||1|互动交流|https://www.songling.example/hdjl/|{_WHY}|登录后选择栏目提交|统一认证|否|正常",
        f"C02|{_S01}|意见征集|C01|2|意见征集|https://www.songling.example/hdjl/yjzj/|{_WHY}|登录后在征集页面提交意见|统一认证|否|正常",
        f"C03|{_S01}|网上调查|C01|2|网上调查|https://www.songling.example/hdjl/wsdc/||了解群众对政府工作的评价|登录后作答|统一认证|否|正常",
        f"C04|{_S01}|在线访谈|C01|2|在线访谈|https://www.songling.example/hdjl/zxft/|{_WHY}|登录后在直播页面提问|统一认证|否|正常",
        f"C05|{_S01}|访谈计划|C04|3|访谈计划|https://www.songling.example/hdjl/zxft/jh/|||||否|正常",
        f"C06|{_S01}|访谈预告|C04|3|访谈预告|https://www.songling.example/hdjl/zxft/yg/|||||否|正常",
        f"C07|{_S01}|访谈实录|C04|3|访谈实录|https://www.songling.example/hdjl/zxft/sl/|||||否|正常",
        f"C08|{_S01}|往期回顾|C04|3|访谈回顾|https://www.songling.example/hdjl/zxft/hg/|||||否|已关闭",
        f"C09|{_S01}|留言与回复|C04|3|访谈留言与回复|https://www.songling.example/hdjl/zxft/hf/|||||否|正常",
        f"C10|{_S01}|市长信箱|C01|2|咨询投诉|https://www.songling.example/hdjl/szxx/|{_WHY}|登录后填写信件,凭查询号查看答复|统一认证|否|正常",
        f"C11|{_S01}|网上信访|C01|2|咨询投诉|https://xf.songling.example/|{_WHY}|按信访部门的要求登记后提交|自建认证|是|正常",
        f"C12|{_S01}|政务公开||1|信息公开|https://www.songling.example/zwgk/|||||否|正常",
        f"C13|{_S02}|互动交流||1|互动交流|https://zjj.songling.example/hd/|{_WHY}|登录后提交|统一认证|否|正常",
        f"C14|{_S02}|局长信箱|C13|2|咨询投诉|https://zjj.songling.example/hd/jzxx/|{_WHY}|\u3000\u3000\u3000|自建认证|否|正常",
        f"C15|{_S02}|旧版留言板|C13|2|咨询投诉|https://zjj.songling.example/old/||||不需登录|否|已关闭",
    ),
)

_LETTER_FORM = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>"
    "<form action='/submit' method='post'><label>标题<input name='title'></label><textarea name='content'></textarea>"
    "<button>提交</button></form></body></html>"
)
_NOTICE_ONLY = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>局长信箱</title></head>"
    "<body><h1>局长信箱</h1><p>系统升级,来信请寄本局办公室。</p></body></html>"
)
_PAGES = (
    (
        "https://www.songling.example/hdjl/szxx/",
        "S01",
        200,
        _LETTER_FORM.format(title="市长信箱"),
        "2025-06-27T09:10:00+08:00",
    ),
    ("https://xf.songling.example/", "S01", 502, "", "2025-06-27T09:11:00+08:00"),
    ("https://xf.songling.example/", "S01", 502, "", "2025-06-27T09:41:00+08:00"),
    ("https://zjj.songling.example/hd/jzxx/", "S02", 200, _NOTICE_ONLY, "2025-06-27T09:12:00+08:00"),
)


def pages() -> bytes:
    """Give the saved pages as JSON Lines."""
    lines = (
        {"url": url, "site_id": site, "page_type": "column", "http_status": status, "html": html, "fetched_at": at}
        for url, site, status, html, at in _PAGES
    )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
