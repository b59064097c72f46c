"""示例 or 草稿 pale behind the text: drawn as outlines, so that copied text is the document's alone."""

from __future__ import annotations

import re

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from app.reports.ink import GHOST, GHOST_SIZE, PAGE_HEIGHT, PAGE_WIDTH

_TILT = 45
_EM = 1000
_DROP = 380  # from the baseline to the middle of a character
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "Z": 0}
_STEP = re.compile(r"[MLHVQZ]|-?\d+")

# Outlines of Noto Serif SC SemiBold (OFL), as SVG path commands in 1/1000 em.
_OUTLINES = {
    "示": (
        "M151 741 H691 L752 816 Q752 816 763 808 Q774 800 792 786 Q809 773 828 758 Q847 742 863 728 Q859 "
        "712 835 712 H159 Z M38 505 H786 L849 584 Q849 584 860 575 Q872 566 890 552 Q908 538 928 522 Q947 "
        "507 963 492 Q959 476 935 476 H46 Z M672 366 Q764 326 822 282 Q879 238 908 196 Q938 153 945 118 "
        "Q952 82 942 59 Q931 36 910 32 Q888 27 861 47 Q850 85 829 127 Q808 169 780 210 Q752 252 721 290 "
        "Q690 328 661 359 Z M234 382 361 325 Q357 318 349 314 Q341 309 322 311 Q294 263 252 210 Q210 156 "
        "156 106 Q103 56 39 18 L30 29 Q77 77 117 140 Q157 202 188 266 Q218 329 234 382 Z M454 505 H552 "
        "V45 Q552 11 542 -16 Q532 -44 502 -62 Q473 -79 411 -84 Q410 -60 404 -42 Q398 -24 385 -12 Q372 0 "
        "350 8 Q328 17 284 22 V36 Q284 36 303 35 Q322 34 348 32 Q375 31 398 30 Q421 29 430 29 Q444 29 449 "
        "34 Q454 38 454 48 Z "
    ),
    "例": (
        "M277 755 H523 L577 825 Q577 825 587 818 Q597 810 612 797 Q628 784 645 770 Q662 755 676 742 Q673 "
        "726 649 726 H285 Z M658 716 775 704 Q774 695 767 688 Q760 682 743 680 V161 Q743 157 732 150 Q722 "
        "144 706 139 Q690 134 675 134 H658 Z M377 753 H470 V737 Q448 592 392 470 Q337 348 239 249 L227 "
        "261 Q270 328 300 408 Q330 488 349 576 Q368 664 377 753 Z M337 427 Q397 414 431 394 Q465 375 479 "
        "354 Q493 332 492 313 Q491 294 478 282 Q466 269 447 268 Q428 268 407 283 Q403 307 390 332 Q377 "
        "356 360 380 Q344 403 328 420 Z M832 833 957 820 Q955 809 946 802 Q938 795 920 792 V32 Q920 -1 "
        "912 -26 Q903 -50 876 -64 Q849 -79 792 -85 Q790 -63 784 -47 Q779 -31 767 -20 Q755 -9 734 -2 Q714 "
        "6 676 11 V27 Q676 27 693 26 Q710 24 734 22 Q758 21 779 20 Q800 19 808 19 Q822 19 827 24 Q832 28 "
        "832 40 Z M398 570 H562 V541 H388 Z M525 570 H514 L562 621 L650 543 Q645 536 637 533 Q629 530 612 "
        "528 Q600 439 578 353 Q557 267 518 188 Q480 109 418 42 Q355 -26 261 -78 L251 -65 Q322 -9 371 62 "
        "Q420 134 452 217 Q483 300 500 389 Q517 478 525 570 Z M123 536 159 583 242 552 Q240 545 232 540 "
        "Q225 535 211 533 V-58 Q211 -61 200 -68 Q189 -74 172 -79 Q156 -84 140 -84 H123 Z M178 844 307 805 "
        "Q302 784 269 784 Q243 695 208 612 Q173 528 130 456 Q87 385 36 329 L23 338 Q55 402 84 485 Q114 "
        "568 138 660 Q163 753 178 844 Z "
    ),
    "草": (
        "M37 729 H305 V844 L433 833 Q432 823 425 816 Q418 809 398 806 V729 H594 V844 L725 833 Q724 823 "
        "716 816 Q709 809 689 806 V729 H811 L865 799 Q865 799 875 791 Q885 783 900 770 Q916 758 932 744 "
        "Q949 729 963 716 Q959 701 936 701 H689 V631 Q689 625 666 616 Q644 608 610 608 H594 V701 H398 "
        "V626 Q398 620 374 612 Q350 604 320 604 H305 V701 H43 Z M234 431 H762 V402 H234 Z M234 285 H762 "
        "V256 H234 Z M720 571 H710 L755 620 L850 548 Q846 543 836 538 Q827 532 814 530 V241 Q814 238 800 "
        "230 Q787 223 769 218 Q751 212 736 212 H720 Z M184 571 V613 L284 571 H762 V543 H277 V227 Q277 222 "
        "265 215 Q253 208 236 202 Q218 197 198 197 H184 Z M36 141 H805 L863 214 Q863 214 874 206 Q884 198 "
        "900 185 Q916 172 934 156 Q952 141 967 128 Q964 112 940 112 H44 Z M450 285 H546 V-59 Q545 -63 524 "
        "-74 Q504 -84 467 -84 H450 Z "
    ),
    "稿": (
        "M260 444 Q318 416 346 386 Q375 355 382 328 Q388 300 380 282 Q372 263 354 260 Q336 256 317 274 "
        "Q315 301 304 330 Q293 360 278 388 Q264 417 249 438 Z M265 -58 Q265 -63 246 -74 Q226 -85 194 -85 "
        "H179 V729 L265 764 Z M263 512 Q235 389 178 284 Q120 179 33 95 L20 107 Q58 165 86 234 Q115 304 "
        "136 379 Q156 454 168 528 H263 Z M416 753 Q400 738 358 750 Q319 737 265 722 Q211 708 152 696 Q93 "
        "684 36 677 L31 691 Q80 709 132 736 Q185 762 232 790 Q278 818 307 841 Z M339 597 Q339 597 354 584 "
        "Q369 571 390 552 Q410 534 426 517 Q423 501 400 501 H38 L30 530 H290 Z M585 852 Q639 844 670 827 "
        "Q700 810 712 790 Q723 771 720 752 Q717 734 704 722 Q692 710 674 709 Q655 708 635 724 Q633 756 "
        "616 790 Q598 825 576 846 Z M765 614 806 657 894 591 Q890 586 882 581 Q873 576 860 574 V421 Q860 "
        "418 848 412 Q835 407 818 402 Q801 398 787 398 H773 V614 Z M557 412 Q557 408 546 402 Q535 395 518 "
        "390 Q501 385 484 385 H471 V614 V651 L562 614 H809 V585 H557 Z M708 260 742 294 811 241 Q808 237 "
        "800 233 Q792 229 782 227 V64 Q782 61 772 56 Q763 51 750 46 Q738 42 726 42 H716 V260 Z M613 43 "
        "Q613 39 595 30 Q577 22 556 22 H546 V260 V291 L617 260 H750 V231 H613 Z M481 -54 Q481 -58 470 -66 "
        "Q459 -73 442 -78 Q426 -84 407 -84 H393 V351 V391 L486 351 H874 V323 H481 Z M836 351 876 398 970 "
        "328 Q960 316 934 311 V17 Q934 -12 926 -33 Q919 -54 896 -66 Q872 -79 822 -83 Q821 -66 818 -52 "
        "Q815 -37 807 -28 Q798 -20 784 -13 Q770 -6 744 -2 V12 Q744 12 754 11 Q765 10 780 9 Q794 8 808 8 "
        "Q821 7 827 7 Q838 7 842 12 Q845 17 845 25 V351 Z M877 779 Q877 779 887 771 Q897 763 912 750 Q928 "
        "738 944 724 Q961 709 974 696 Q970 680 947 680 H397 L389 709 H824 Z M748 105 V76 H585 V105 Z M808 "
        "462 V433 H520 V462 Z "
    ),
}


def haunt(canvas: Canvas, words: str) -> None:
    """Draw the words aslant over the middle of the page; only the four characters above can be drawn."""
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(_TILT)
    canvas.scale(GHOST_SIZE / _EM, GHOST_SIZE / _EM)
    canvas.setFillColor(GHOST)
    for order, char in enumerate(words):
        path = canvas.beginPath()
        x = (order - len(words) / 2) * _EM
        _trace(path, _OUTLINES.get(char, ""), x, -_DROP)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
    canvas.restoreState()


def _trace(path: PDFPathObject, outline: str, x: float, y: float) -> None:
    """Follow an outline, its quadratic curves raised to the cubic ones that PDF knows."""
    steps = _STEP.findall(outline)
    at, here = 0, (x, y)
    while at < len(steps):
        named = steps[at].isalpha()
        command = steps[at] if named else "L"  # numbers without a command go on with lines
        at += named
        count = _NUMBERS[command]
        here = _follow(path, command, [float(step) for step in steps[at : at + count]], (here, (x, y)))
        at += count


def _follow(
    path: PDFPathObject,
    command: str,
    numbers: list[float],
    where: tuple[tuple[float, float], tuple[float, float]],
) -> tuple[float, float]:
    (hx, hy), (x, y) = where
    if command == "Z":
        path.close()
        return hx, hy
    if command == "Q":
        cx, cy, ex, ey = numbers[0] + x, numbers[1] + y, numbers[2] + x, numbers[3] + y
        first = (hx + 2 * (cx - hx) / 3, hy + 2 * (cy - hy) / 3)
        path.curveTo(*first, ex + 2 * (cx - ex) / 3, ey + 2 * (cy - ey) / 3, ex, ey)
        return ex, ey
    end = {"H": lambda: (numbers[0] + x, hy), "V": lambda: (hx, numbers[0] + y)}.get(
        command, lambda: (numbers[0] + x, numbers[1] + y)
    )()
    (path.moveTo if command == "M" else path.lineTo)(*end)
    return end
