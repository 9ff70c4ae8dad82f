"""Traditional characters and written Cantonese, turned into simplified Chinese.

The characters are those of trade letters; one that is not here stays as it is and counts as not
understood. Cantonese words by hand: 冇 has no, 唔 not, 得返 only left, 蚊 yuan.
"""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule

_TRADITIONAL = (
    "來来對对時时為为與与說说這这還还沒没過过會会後后發发經经開开關关價价錢钱單单訂订貨货藍蓝綠绿"
    "紅红黃黄墊垫龍龙禮礼數数據据線线電电報报貴贵廠厂備备種种條条張张雙双隻只頭头兩两萬万億亿點点"
    "號号週周節节間间內内請请謝谢問问題题應应該该許许認认確确訊讯話话語语讀读書书寫写記记計计設设"
    "試试詢询調调談谈論论證证護护讓让貼贴買买賣卖費费資资質质賬账賺赚贈赠贊赞貿贸賠赔購购貝贝負负"
    "財财責责販贩貪贪貫贯輕轻較较輛辆輸输轉转載载軟软連连進进運运達达遠远遲迟選选適适遞递邊边鄉乡"
    "醫医醬酱釋释銀银鋼钢鐵铁銷销鎖锁鍵键鐘钟長长門门閉闭陽阳陸陆陳陈階阶際际隨随險险雖虽難难離离"
    "雲云霧雾靜静響响頁页頂顶項项順顺須须預预頓顿領领類类顏颜願愿顧顾風风飛飞飯饭飲饮餘余館馆馬马"
    "驗验體体魚鱼鮮鲜齊齐齡龄東东業业樣样標标機机櫃柜檢检歡欢歲岁殘残決决況况準准減减滿满漲涨潔洁"
    "濟济無无熱热營营爐炉爭争牆墙狀状獨独現现環环產产畫画異异當当療疗盡尽監监盤盘眾众礙碍稅税穩稳"
    "穫获窮穷競竞筆笔簡简簽签籌筹糧粮約约級级紙纸純纯細细終终組组結结給给統统絕绝絲丝維维網网緊紧"
    "總总績绩織织繼继續续纔才罰罚聯联職职聲声聽听舊旧莊庄華华處处虧亏術术補补裝装製制複复見见規规"
    "視视覺觉觀观訴诉詳详誤误課课誰谁諒谅講讲變变豐丰賴赖趕赶跡迹車车軍军農农郵邮鄭郑醜丑銘铭錄录"
    "錯错鍋锅陰阴隊队雜杂韓韩額额驚惊鬆松鹽盐麗丽麥麦黨党優优儲储兒儿冊册凍冻別别則则剛刚劃划劉刘"
    "動动務务勝胜勞劳勢势匯汇區区協协卻却參参員员啟启喚唤嗎吗嘗尝嚴严國国圍围園园圓圆圖图團团執执"
    "場场塊块壓压壞坏夠够奪夺奮奋婦妇學学實实審审將将專专尋寻導导層层屬属島岛師师帳账帶带幫帮幣币"
    "幾几庫库廣广廳厅強强彈弹彙汇從从復复慮虑慶庆懷怀懶懒戰战戶户掃扫採采換换損损搶抢擇择擔担擬拟"
    "擴扩攜携敗败敵敌斷断於于暫暂曆历極极構构樓楼樂乐歷历殺杀氣气沖冲涼凉淺浅測测漢汉潤润濕湿煩烦"
    "獎奖獲获瑪玛畢毕痲麻皺皱碼码禍祸稱称積积窩窝範范籤签紀纪納纳紐纽紗纱紹绍綜综緣缘編编緩缓縣县"
    "縮缩繳缴罷罢羅罗聖圣腳脚臉脸臨临臺台舉举艙舱葉叶蘇苏蘭兰蟲虫衛卫裡里裏里襲袭訪访評评詞词誌志"
    "誠诚誼谊諾诺謂谓謀谋識识譯译議议豬猪貓猫賀贺賞赏賢贤賓宾趙赵躍跃軸轴輔辅輪轮辦办辭辞違违遊游"
    "鄰邻釘钉針针鈔钞鈕钮鉛铅銅铜鋪铺鍊链鏡镜鑽钻閒闲閱阅闆板闊阔陣阵隱隐雞鸡頻频顯显饋馈騎骑驅驱"
    "髒脏鬧闹鴨鸭黏粘併并佈布佔占倉仓傷伤傳传僅仅偽伪偉伟傾倾儘尽兇凶屆届峯峰啓启嘆叹喫吃妳你祇只"
    "衹只甦苏拋抛捨舍淨净滯滞櫥橱歐欧澀涩濃浓灣湾烏乌燈灯爾尔牠它畝亩繫系鬱郁藥药蓋盖薦荐蘋苹蝦虾"
    "訓训係系"
)
_TABLE = {
    ord(old): new
    for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)
    if old != new
}


def _rule(pattern: str, new: str) -> Rule:
    return worded(pattern), new


_CANTONESE: tuple[Rule, ...] = (
    _rule(r"蝕", "蚀"),
    _rule(r"唔好意思", "不好意思"),
    _rule(r"唔该晒?|唔該晒?", "谢谢"),
    _rule(r"唔使", "不用"),
    _rule(r"冇晒?", "没有"),
    _rule(
        r"(做|接|交|赶|供|出|减|平|搞|顶|卖|发|送|俾|畀|给|收|等|来)唔(到|起|掂|切|住|了)",
        r"\1不\2",
    ),
    _rule(r"不[掂切]", "不到"),
    _rule(r"唔得", "不行"),
    _rule(r"唔", "不"),
    _rule(r"[呢嗰](?=[个款批单种件样啲次度条张只边])", "这"),
    _rule(r"边(?=[个款度种日])|邊(?=[个款度])", "哪"),
    _rule(r"(?:净系|净係|淨係|净)?(?:得返|剩返|剩低|净返)", "只剩"),
    _rule(r"系咪", "是不是"),
    _rule(r"(?<![联关体])系(?!列|统|数)", "是"),
    _rule(r"[嘅]", "的"),
    _rule(r"[咗]", "了"),
    _rule(r"喺|响(?=[你我香广深])", "在"),
    _rule(r"[俾畀]", "给"),
    _rule(r"嚟", "来"),
    _rule(r"哋", "们"),
    _rule(r"佢", "他"),
    _rule(r"啲", "些"),
    _rule(r"而家|依家", "现在"),
    _rule(r"几时", "什么时候"),
    _rule(r"点样|点解|乜嘢|咩(?=[色款料])", "什么"),
    _rule(r"几多", "多少"),
    _rule(r"(?<=[\d一二两三四五六七八九十百千])\s?蚊", "块"),
    _rule(
        r"(?<=[一二两三四五六七八九十百\d])个(?=[一二三四五六七八九半\d](?:人民币|块|美|"
        r"[啦喇,，。]|$))",
        "块",
    ),
    _rule(r"搞掂|搞掟|冇得倾|ok啦", "可以"),
    _rule(r"得[啦喇](?=$|[,，。!\s])|^得(?=[,，。!\s])", "可以"),
    _rule(r"落(?=单|订|[\d一二两三四五六七八九十百])", "下"),
    _rule(r"最平|至平|最抵", "最低"),
    _rule(r"平(?=[一两几些咗了])", "便宜"),
    _rule(r"[喎啩嗱吖噃喇㗎啫嘞囉咯啵咧嘢嚹]", " "),
    _rule(r"听日", "明天"),
    _rule(r"后日", "后天"),
    _rule(r"今日", "今天"),
    _rule(r"礼拜日", "星期日"),
    _rule(r"帮衬|多谢晒?", "谢谢"),
    _rule(r"返(?:来)?(?:公司|工|写字楼)", "回公司"),
    _rule(r"先(?=做|接|得|可以|有|出)", "才"),
    _rule(r"咁(?=[多少低平急])", "这么"),
    _rule(r"咁", "那么"),
    _rule(r"[同](?=[你您]讲)", "跟"),
    _rule(r"嗰", "那"),
    _rule(r"睇", "看"),
    _rule(r"倾", "谈"),
    _rule(r"揾", "找"),
    _rule(r"攞", "拿"),
    _rule(r"冧把", "号码"),
    _rule(r"俾多|畀多", "多给"),
    _rule(r"皆可", "都可以"),
    _rule(r"尚可|可行", "可以"),
    _rule(r"货柜", "柜"),
)
#: Characters and words that only Cantonese has: without them 先做 and 系 keep their meaning.
_SPOKEN = worded(
    r"[冇唔嘅咗喺畀俾嚟哋佢啲喎啩㗎嗰蚊睇攞]|得返|呢[个款批单]|(?<![联关体])系(?!列|统|数)"
)


_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True))
_FORMAL_RUN = worded("[壹贰叁肆伍陆柒捌玖拾佰仟零万]{2,}")


def _formal(match: re.Match[str]) -> str:
    """贰佰肆拾 -> 二百四十, as amounts are written against forgery."""
    return "".join(_FORMAL.get(mark, mark) for mark in match[0])


def plain_chinese(text: Plain) -> Plain:
    """`冇問題，12蚊2` -> `没有问题，12块2`."""
    text = Plain(text.text.translate(_TABLE), text.places)
    text = text.put([(_FORMAL_RUN, _formal)])
    return text.put(_CANTONESE) if _SPOKEN.search(text.text) else text
