"""Writes the English names of the region table: `python docs/region_names.py` (needs pypinyin).

In: `sandbox/world/gbt2260.csv`. Out: the same file with its column `english`. Names are the Hanyu
Pinyin of the Chinese ones, readings that a dictionary gets wrong put right below; where the name
comes from another language its usual romanisation is written here (prefectures) or the Chinese
name is left alone (what lies in such prefectures).
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pypinyin import Style, lazy_pinyin

TABLE = Path(__file__).parents[1] / "sandbox" / "world" / "gbt2260.csv"

OTHER_LANGUAGES = ("150000", "540000", "650000")
"""Provinces whose names come from Mongolian, Tibetan, Uyghur and other languages."""

# readings of a character in every name of the table, then in single names
READINGS = {
    "朝": "chao", "都": "du", "尾": "wei", "佛": "fo", "棱": "ling", "峙": "shi", "洼": "wa",
    "长": "chang", "埔": "pu", "蚌": "beng", "六": "liu", "乐": "le", "阿": "a", "圩": "xu",
}  # fmt: skip
NAMES = {
    "长子县": "Zhangzi", "乐亭县": "Laoting", "乐清市": "Yueqing", "乐陵市": "Laoling",
    "六安市": "Lu'an", "六合区": "Luhe", "大埔县": "Dabu", "东阿县": "Dong'e", "洪洞县": "Hongtong",
    "涡阳县": "Guoyang", "漯河市": "Luohe", "浚县": "Xun", "筠连县": "Junlian", "蔚县": "Yu",
    "闵行区": "Minhang", "单县": "Shan", "荥经县": "Yingjing", "吴堡县": "Wubu",
    "红寺堡区": "Hongsibu", "哈尔滨市": "Harbin", "齐齐哈尔市": "Qiqihar", "富拉尔基区": "Fularji",
    "大兴安岭地区": "Da Hinggan Ling", "泊头市": "Botou", "什邡市": "Shifang",
    "召陵区": "Shaoling", "崆峒区": "Kongtong", "曾都区": "Zengdu", "宕昌县": "Tanchang",
}  # fmt: skip
UNSURE = ("覃塘区", "中沙群岛的岛礁及其海域")
PREFECTURES = {
    "呼和浩特市": "Hohhot", "包头市": "Baotou", "乌海市": "Wuhai", "赤峰市": "Chifeng",
    "通辽市": "Tongliao", "鄂尔多斯市": "Ordos", "呼伦贝尔市": "Hulunbuir",
    "巴彦淖尔市": "Bayannur", "乌兰察布市": "Ulanqab", "兴安盟": "Hinggan League",
    "锡林郭勒盟": "Xilingol League", "阿拉善盟": "Alxa League", "拉萨市": "Lhasa",
    "日喀则市": "Xigazê", "昌都市": "Qamdo", "林芝市": "Nyingchi", "山南市": "Shannan",
    "那曲市": "Nagqu", "阿里地区": "Ngari Prefecture", "乌鲁木齐市": "Urumqi",
    "克拉玛依市": "Karamay", "吐鲁番市": "Turpan", "哈密市": "Hami",
    "阿克苏地区": "Aksu Prefecture", "喀什地区": "Kashgar Prefecture",
    "和田地区": "Hotan Prefecture", "塔城地区": "Tacheng Prefecture",
    "阿勒泰地区": "Altay Prefecture",
}  # fmt: skip
AUTONOMOUS = {
    "延边朝鲜族": "Yanbian Korean", "恩施土家族苗族": "Enshi Tujia and Miao",
    "湘西土家族苗族": "Xiangxi Tujia and Miao", "阿坝藏族羌族": "Aba Tibetan and Qiang",
    "甘孜藏族": "Garzê Tibetan", "凉山彝族": "Liangshan Yi",
    "黔西南布依族苗族": "Qianxinan Buyei and Miao", "黔东南苗族侗族": "Qiandongnan Miao and Dong",
    "黔南布依族苗族": "Qiannan Buyei and Miao", "楚雄彝族": "Chuxiong Yi",
    "红河哈尼族彝族": "Honghe Hani and Yi", "文山壮族苗族": "Wenshan Zhuang and Miao",
    "西双版纳傣族": "Xishuangbanna Dai", "大理白族": "Dali Bai",
    "德宏傣族景颇族": "Dehong Dai and Jingpo", "怒江傈僳族": "Nujiang Lisu",
    "迪庆藏族": "Dêqên Tibetan", "临夏回族": "Linxia Hui", "甘南藏族": "Gannan Tibetan",
    "海北藏族": "Haibei Tibetan", "黄南藏族": "Huangnan Tibetan", "海南藏族": "Hainan Tibetan",
    "果洛藏族": "Golog Tibetan", "玉树藏族": "Yushu Tibetan",
    "海西蒙古族藏族": "Haixi Mongol and Tibetan", "昌吉回族": "Changji Hui",
    "博尔塔拉蒙古": "Bortala Mongol", "巴音郭楞蒙古": "Bayingolin Mongol",
    "克孜勒苏柯尔克孜": "Kizilsu Kirgiz", "伊犁哈萨克": "Ili Kazakh",
}  # fmt: skip
ENDINGS = {
    "新区": " New Area", "矿区": " Mining District", "林区": " Forestry District",
    "特区": " Special District", "地区": " Prefecture", "县": " County", "区": " District",
    "市": "",
}  # fmt: skip


def spelled(name: str) -> str:
    """Hanyu Pinyin in one word, with an apostrophe before a, e and o inside."""
    syllables = lazy_pinyin(name, style=Style.NORMAL, v_to_u=True)
    syllables = [READINGS.get(sign, one) for sign, one in zip(name, syllables, strict=True)]
    word = syllables[0] + "".join(f"'{s}" if s[0] in "aeo" else s for s in syllables[1:])
    return word[0].upper() + word[1:]


def english(name: str) -> str:
    """The English name of a prefecture or county; nothing where it is not known."""
    if name in PREFECTURES:
        return PREFECTURES[name]
    if name.endswith("自治州"):
        return f"{AUTONOMOUS[name.removesuffix('自治州')]} Autonomous Prefecture"
    if name in UNSURE or "族" in name or not re.fullmatch(r"[一-鿿]{2,7}", name):
        return ""
    for ending, words in ENDINGS.items():
        if name.endswith(ending) and len(name) > max(2, len(ending)) - (len(ending) == 1):
            stem = name.removesuffix(ending)
            return (NAMES[name] if name in NAMES else spelled(stem)) + words
    return ""


def main() -> None:
    """Rewrite the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    by_code = {row["code"]: row for row in rows}
    for row in rows:
        if row["level"] == "province":
            continue
        above = by_code.get(row["parent"], {"name": "", "parent": ""})
        strange = row["level"] == "county" and (
            {row["parent"], above["parent"]} & set(OTHER_LANGUAGES) or "自治州" in above["name"]
        )
        row["english"] = "" if strange or row["name"].endswith("旗") else english(row["name"])
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write("\n".join(head) + "\n")
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
