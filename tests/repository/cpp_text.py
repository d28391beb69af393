"""Reads C++ as far as the repository's rules need it: what is code, what is comment or string, what is included."""

import re

# A number comes before a character literal, because 1'000 is no literal.
_TOKEN = re.compile(
    r"""
      (?P<comment> //[^\n]* | /\*.*?\*/ )
    | (?P<string>  (?:u8|[uUL])?R"(?P<tag>[^()\s\\]{0,16})\(.*?\)(?P=tag)" | "(?:\\.|[^"\\\n])*" )
    | (?P<number>  \b\d(?:[\w.']|[eEpP][+-])* )
    | (?P<char>    '(?:\\.|[^'\\\n])+' )
    """,
    re.VERBOSE | re.DOTALL,
)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)


def _blank(text):
    """The same text without its characters: lines keep their numbers."""
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    return _TOKEN.sub(lambda m: _blank(m[0]) if m["comment"] else m[0], text)


def code_only(text):
    """The text with comments and strings blanked out; includes keep their names."""
    def blank(match):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if match["string"] and re.fullmatch(r"\s*#\s*include\s*", line):
            return match[0]
        return match[0] if match["number"] else _blank(match[0])

    return _TOKEN.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def includes(text):
    """Yields (line, name, is_quoted) of each include that is not in a comment."""
    code = without_comments(text)
    for match in _INCLUDE.finditer(code):
        yield line_of(code, match.start(2)), match[2], match[1] == '"'
