"""The words that suppliers' answers are made of: what is left is what was not understood.

A text whose other words are all known holds nothing that was read past. Lists by hand.
"""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import worded

_ENGLISH = frozenset(
    """
regret unable stated expect expected instead never neither nor decline declined capacity booked
fill filled write wrote written course fair fairly try tried treat treated fathers father mother
brother
son sons family wife husband daughter kids years old flask flasks mugs drive drives van lorry
truck trucks
throw threw save saves keep keeps kept bear with us bit rather quite pretty nearly almost ago
meanwhile
people lads guys folks mate chap colleague colleagues foreman workshop mill kiln press stove
floor door
shop store shelf shelves loaded load loading pallet pallets trucked posted post collect
collected collection
pick picked picking pay worth value true truth honest honestly plain simple simply easy hard harder
moreover besides additionally furthermore nevertheless nonetheless hence thus therefore whatever
however
anyhow gladly willingly pleasure honour honor grateful gratefully humbly respectfully cordially
truly
whole each both either per unitary net gross regarding re concerning respect reference referring
enquiry
inquiry favour favor esteemed revise revised revision amended amend amendment adjusted quoted quotes
acknowledge acknowledged note noting aware advise advised inform notified notify notice kindly await
awaiting forthwith duly due course painting paint oven furnace repair repaired maintenance broke
broken
flu sick ill weather rain snow storm typhoon flood power cut strike customs holiday holidays
festival
growth harvest crop season leaves picked leaf garden wool yarn dye dyed stitch sewing sew knit
weave woven
gets getting asked asking says saying said tells telling knows knew think thought feel felt seem
seems
comes went going gone been being became become becomes begin began started starts ends ended until
once twice times fully partly part half rest remainder remaining altogether total totals sum overall
morning afternoon evening tonight week weeks fortnight month months day days tomorrow yesterday
today
soonest earliest latest sooner later prior beforehand afterwards onwards meantime currently
presently
warehouse depot dock port gate yard address lane road street town city county country
certain certainly surely definitely absolutely exactly precisely approximately indeed
herewith hereby acceptance estimated considering discussing propose informed adjusted owing rising
stainless finds fulfil fulfill delighted remainder adjust updated
a able about above accept acceptable accepted accepts account across actually add address
advance advise after again against ago agree agreed agreement ahead all allow alone already
also altogether always am an and another any anymore anything anyway apart apiece appreciate
appreciated are arrange arranged arrangement arrangements arrival arrive arrived arrives as
ask asked at available availability away back balance base based basis batch be because been
before begin being below best better between big both box boxes bring business but buy by
calculate call came can cannot carefully carton cartons case cases change changed cheap
cheaper check checked close closed color colour come comes coming company complete completed
concerning confirm confirmation confirmed confirming confirms contact continue contract
cooperate cooperation correct cost costs could counter couldn current currently customer
customers date day days deal dear decide deliver delivered deliveries delivery did difference
different discount dispatch dispatched do does doesn doing don done down dozen dozens due
during each earlier earliest early either else email end enough entire especially even every
everything ex exactly except excluding exw factory fast feel few final fine finish finished
firm first fit fob follow following for free from full fully further future get getting give
given gives glad go goes going good goods got great greetings grow had half hand happily happy
hard has have haven having he hello help hear here hey hi him his hold hope hoping hour how
however i if in include included includes including increase increased info inform information
inside interested into inventory is isn it item items its just keep kind kindly know large
last late later latest lead least leave leaves left less let like line lines list little live
ll long longer look looking lot lots low lower lowest ma'am madam made mail make makes making
many margin market material materials matter max maximum may me mean meet message might min
minimum minute mine model moment month months moq more moreover morning most mr mrs ms much
must my name near need needed needs new next nice no none normal normally not note noted
nothing now number o'clock obviously of off offer offered offering offers office ok okay old
on once one ones only open or order ordered ordering orders other others our ours out over
overall own pack packed packing packs part partial partner partners per perfect piece pieces
place placed placing please pleased pleasure pls plz pm po point position possible prefer
prepare prepared preparing present previous price prices pricing problem process processed
processing produce produced producing product production products promise promised proceed
proposal propose provide provided pcs purchase put qty quality quantities quantity question
quick quickly quotation quote quoted raise raw re reach read ready really reason reasonable
receipt receive received receiving regarding regards remain remaining reply request requested
require required requirement respect respond response rest revert right rise rmb rose same
saturday say schedule scheduled season second see seems sell send sending sent september serve
service set several shall she ship shipment shipped shipping ships short should sample side
since sir sirs situation size small so sold some sorry soon special standard start started
still stock stocks stop sunday supplier suppliers supply supplied support sure table take
takes taken team tell than thank thanks that the their them then there therefore these they
thing things think third this those though three through till time times to today together
told tomorrow too total totally towards two type understand understanding unfortunately unit
units until up update upon us usd use used usual usually very via volume wait want wants
warehouse was way we week weeks welcome well went were what when where whether which while who
will wish with within without won work working works would year years yes yet you your yours
yuan pc ctn ctns kg kgs cny ea ex-works etd eta incl inclusive tax vat hereby herewith
sincerely faithfully attention attn ok'd thx ty tks br u ur r n w b c mid prompt promptly
immediate immediately asap smoothly guarantee guaranteed friend friends boss bro sis manager
buyer purchaser valued long-term weekend reduction reduce reduced level levels bottom limit
target bid counteroffer counter-offer compromise middle closest budget profit quantity-based
tier tiers break breaks accordingly attached sales dept department quarter noon afternoon
evening night remains stay stays unchanged holds ve d s t m aren wasn weren hasn hadn didn
wouldn shouldn according mill kindest warm well-received back-to-back order's price's
best-possible price-wise sea air truck express transit courier road rail train plane freight
port ningbo shanghai shenzhen yiwu guangzhou line's job space room machine machines worker
workers labour labor energy copper cotton steel plastic exchange dollar rate rates fuel busy
peak high higher raised gone
""".split()
)
_CHINESE = sorted(
    set(
        """
接 产线 检修 砍 狠 电费 真 喝 西北风 小店 感激不尽 数目 由 运 偷工减料 本钱 够本 子 写 办 初步
地址 线
抵达 抵 达 预计 预期 预 计 砍价 还价 兄弟 哥们 朋友 赔本 赚吆喝 赚 赔 本 狠心 咬牙 良心 老主顾
主顾 家父 家母 儿子
女儿 师傅 徒弟 掌柜 老字号 祖传 手艺 几代 辈 字据 账上 柜上 伙计 店里 铺子 作坊 厂子 车 装车
上车 司机 走货 货运
停电 限电 检查 环保 台风 下雨 下雪 路 堵 封路 设备 坏 修 维修 换模 师傅们 员工 生病 感冒 孩子
结婚 过节 节 回家
说好 讲好 讲明 明说 直说 实话 老实 真话 说实话 讲真 凭 良 公道 童叟无欺 一口价 一分钱一分货 爽快
干脆 痛快
这 次 回 头 面 字 句 话 声 跟您 跟你 给您 给你 帮 帮您 帮你 忙活 腾 挤 凑齐 匀 匀出 抽 调货 调配
盘点 点货 清点
入库 出库 打包 装箱 贴标 验货 抽检 码 托 称 重 秤 新茶 春茶 秋茶 明前 采 摘 炒 茶园 茶农 减产
收成 歉收 雨水
棉 布 纱 染 织 缝 绣 坯 坯布 钢 不锈钢 铜 塑料 电池 芯片 紧张 元件 电子 原件 缺料 到料 来料 上料
汇率 关税
收悉 供货 发运 核算 经 知悉 享 补货 敬请 谅解 特此 函告 惠顾 为盼 如下 烦请 烦 谨 贵方 我方 贵
需 至 可享 你好 您好 亲 老板 老板娘 经理 采购 哥 姐 总 先生 女士 小姐 各位 贵司 贵公司 我司
我们 我 你们 您 你 咱们 咱 他们 大家 这边 那边 厂里 工厂 厂家 厂 公司 仓库 仓 车间 可以 好的
好 行 没问题 没有 没 问题 同意 接受 确认 成交 收到 谢谢 感谢 辛苦 麻烦 请 知道 了解 明白 嗯 哦
哈 呢 吧 啊 呀 哟 嘛 啦 哒 嘞 滴 的 地 得 了 着 过 是 不 也 就 都 还 又 再 才 只 很 太 最 更
挺 这个 那个 这次 上次 下次 这批 那批 这款 那款 这单 这样 那样 这 那 个 款 种 批 单 件 条 箱
盒 打 斤 公斤 吨 套 支 天 号 日 月 年 周 星期 块 元 毛 角 分 折 点 上午 下午 晚上 早上 中午 晚
早 价格 单价 价钱 报价 价 价位 优惠 便宜 降 涨 加 减 让 给 给到 算 按 照 原 原来 原价 现在
目前 今年 去年 最近 近期 现 成本 材料 原材料 原料 人工 棉纱 行情 市场 利润 底价 低 高 上涨
涨价 上调 下调 调整 调 数量 订单 订 订货 下单 下 起订量 起订 起批 起 以上 以下 以内 最低 最少
至少 最多 起码 满 够 凑 达到 超过 多 少 要 拿 买 卖 做 能 会 想 愿意 肯 需要 应 现货 库存 存货
货 有 有货 没货 缺货 断货 停产 剩 剩下 只剩 只有 还有 只能 不能 不行 全部 所有 整单 一起 一共
总共 合计 分批 先 后 然后 另外 其他 其余 其它 剩余 部分 一半 发货 出货 到货 交货 交期 货期 发
出 到 交 送 送货 送到 送达 发出 安排 生产 排产 排期 做货 备货 备好 做好 赶 赶货 赶工 准时 按时
准备 马上 立刻 尽快 抓紧 周期 物流 快递 运输 路上 专线 走 提货 天内 内 左右 之前 之后 前 以前
以后 期间 开始 结束 为止 之内 含税 包邮 包运费 含运费 开票 增值税 专票 普票 人民币 美金 美元
因为 所以 但是 但 不过 如果 要是 的话 只要 除了 以外 之外 外 而且 并且 和 跟 与 及 以及 或
或者 由于 因 为 对 对于 关于 从 把 被 向 在 于 比 比较 同 一样 同样 仍 仍然 还是 依然 维持
保持 不变 合作 长期 老客户 客户 朋友 支持 理解 见谅 抱歉 不好意思 遗憾 实在 真的 确实 已经 已
刚 刚刚 一直 每 每个 每箱 每件 各 一 一个 一下 一点 些 两 三 二 四 五 六 七 八 九 十 回复 回
答复 信息 消息 邮件 看 看到 看了 说 讲 问 告诉 通知 联系 沟通 商量 祝 生意 兴隆 顺利 愉快 期待
希望 以 将 此 其 之 该 则 即 便 等 所 者 来 去 上 里 中 间 时 时候 时间 日期 情况 方面 力度
改成 改为 改到 本季 本次 特级 仅余 可供 鉴于 按期 如期 足额 足量 品项 受理
予 宜 拟 悉 复 函 径 谨此 奉 呈 盼 即可 一并 尚 仅 余 恕 难 遵 承 蒙
厚爱 指教 顺颂 商祺 敬上 台鉴 兹 查 缘 特 审批 核定 敲定 拍板 说定 老友 阿
师兄 大佬 靓仔 家里 爱人 老公 媳妇 孙子 今儿 明儿 昨儿 咋 啥 甭 俺 恁 弄
整 搞 拉 装好 捆 扎 袋子 外箱 内盒 彩盒 白盒 牛皮
空间 诚意 实价 地步 份上 面子 情况下 颜色 型号 产品 品名 规格 货号 编号 备注 名称 装 大 小 新
老 旧 质量 品质 包装 标准 正常 没法 办法 无法 做不了 下来 起来 出来 上来 进来 掉 完 齐 整 足
准 定 定了 左 右 这里 那里 哪里 您看 你看 看看 机器 工人 旺季 淡季 淡 旺 忙 满了 排满 比例
幅度 统一 均 皆 每款 各款 单款 量 大货 小单 大单 回来 上班 休假 请假 放假 自动 外出 出差 期
电话 微信 紧急 事 事情 处理 办公 办公室 年假 同事 请联系 正式 有效 同款
""".split()
    ),
    key=len,
    reverse=True,
)
_HAN_WORDS = worded("|".join(map(re.escape, _CHINESE)))
_LATIN = worded(r"[a-z][a-z'-]*")
_HAN_RUN = worded(r"[\u4e00-\u9fff]+")
_GREETING = worded(
    r"^[^\S\n]*(?:dear|hi|hello|hey|good (?:morning|afternoon|day|"
    r"evening))\b[^,\n!.:]{0,30}[,!.:\n]|^[^\n，。,:!]{1,8}(?:总|经理|老板|先生|女士|"
    r"小姐)[，,:!]?\s*(?:您好|你好|早上好|下午好)?[，,:!。]?"
)
_LABEL = worded(
    r"\b(?:unit|price|prices|qty|quantity|stock|available|in|is|at|per|each|for|pcs?|"
    r"pieces?|delivery|date|"
    r"ship|shipping|shipment|ready|on|by|lead|time|total|amount|moq|cost|rmb|cny|usd|"
    r"exw|fob|all|with|and|"
    r"are|an?|it|come|comes|to|dozen|each|one|item|product|incl|including|tax|vat|quotation|"
    r"quote|offer|our|the|we|have|yes|days?|of)\b|"
    r"单价|价格|报价|数量|交期|货期|发货|出货|到货|交货|现货|库存|起订量|报价单|含税|"
    r"总价|合计|共|您好|你好|老板|"
    r"如下|日期|名称|产品|每箱|都?有|按|给你|算|吧|哦|的|个|条|只|箱|盒|元|块|价|每|一|我们|这边"
)
#: Unknown words of a text, beyond which it was not understood.
_LATIN_LIMIT = 3
_HAN_LIMIT = 5


def not_understood(text: str) -> bool:
    """Whether more is left of a folded text without its terms than a name or two."""
    text = _GREETING.sub(" ", text, count=1)
    return len(unknown_words(text)) > _LATIN_LIMIT or _unknown_characters(text) > _HAN_LIMIT


def hardly_understood(text: str) -> bool:
    """Whether so many words of a whole letter are unknown that its sense is."""
    text = _GREETING.sub(" ", text, count=1)
    return len(unknown_words(text)) > 2 * _LATIN_LIMIT or _unknown_characters(text) > 2 * _HAN_LIMIT


def unknown_words(text: str) -> list[str]:
    """The English words of a text that are on no list."""
    return [word for word in _LATIN.findall(text) if not is_known(word.strip("'-"))]


def is_known(word: str) -> bool:
    """Whether an English word is on the list, or one of its forms is."""
    if len(word) < 2 or word in _ENGLISH:
        return True
    parts = re.split(r"['-]", word)
    if len(parts) > 1:
        return all(part in _ENGLISH or len(part) < 2 for part in parts)
    return any(
        word.endswith(end) and word[: -len(end)] in _ENGLISH
        for end in ("s", "d", "ed", "ing", "ly")
    )


def unknown_characters(text: str) -> str:
    """The Chinese characters of a text that belong to no known word."""
    return "".join(_HAN_RUN.findall(_HAN_WORDS.sub(" ", text)))


def _unknown_characters(text: str) -> int:
    return len(unknown_characters(text))


def only_labels(text: str) -> bool:
    """Whether nothing but the labels of terms is left: `单价:□ 数量:□`."""
    return not re.search(r"[a-z\u4e00-\u9fff]", _LABEL.sub(" ", text))
