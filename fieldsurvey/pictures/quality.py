"""Whether a photographed page can be read, measured while one still sits at the table and can take it again.

Pillow only. Every threshold is a named parameter; they were set on drawn pages (`tests/unit/pictures`), so that a
warning is a reason to look at the picture once more and never more than that.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PIL import Image, ImageFilter, ImageStat

# The size at which sharpness is measured: the small type of an A4 page is then about twelve pixels high, and the noise
# of a phone's sensor has been averaged away.
MEASURED_PX: Final = 1_600
# What the grain of a sensor leaves is smoothed over this radius, so that it is not taken for fine type.
SMOOTHED_PX: Final = 1.2
# A page is cut into so many tiles each way, for most of a page is empty margin.
TILES: Final = 12
# Sharpness is that of this tile, counted from the sharpest: a card in the middle of a table fills not many more.
COUNTED_TILE: Final = 3
# In poor light edges are weaker, not less sharp: a tile is measured as if its lightest spot were at this level. Below
# the darkest there is more grain than light.
USUAL_LIGHT: Final = 200
DARKEST: Final = 40
# Variance of the Laplacian there. Sharp type of an A4 page measures about 200; smeared over a twelfth of its height, so
# that strokes run together, it measures 20.
LEAST_SHARPNESS: Final = 20.0
# From this level on (of 255) a pixel belongs to something bright, such as paper or a laminated card.
BRIGHT: Final = 150
# From this level on nothing can be told from white any more.
BLOWN: Final = 251
# Levels are read from spots of so many pixels each way: a spot is blown out only when all of it is.
SPOT_PX: Final = 12
# This share of what is bright, blown out, hides something. Less is the edge of a plastic cover.
MOST_BLOWN: Final = 0.012
# Where the bright region is white throughout, it is the even white of a scan, not a reflection.
SCAN_WHITE: Final = 244
# Even the lightest tenth of the picture lies below this level: type and paper run together.
LEAST_LIGHT: Final = 85
# The longer and the shorter side below which the small type of a page is fewer than eight pixels high.
LEAST_LONG_PX: Final = 1_000
LEAST_SHORT_PX: Final = 600

_LAPLACIAN: Final = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured. `blown` is the share of the bright region that is, `light` the level of the lightest tenth."""

    long_px: int
    short_px: int
    sharpness: float
    blown: float
    light: int

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is doubtful, worst first: `small`, `dark`, `blur`, `glare`; empty when nothing is."""
        found = []
        if self.long_px < LEAST_LONG_PX or self.short_px < LEAST_SHORT_PX:
            found.append("small")
        if self.light < LEAST_LIGHT:
            found.append("dark")
        if self.sharpness < LEAST_SHARPNESS:
            found.append("blur")
        if self.blown > MOST_BLOWN:
            found.append("glare")
        return tuple(found)


def measured(picture: Image.Image, *, size: tuple[int, int]) -> Quality:
    """Measures a decoded picture; `size` is that of the original, before it was made smaller."""
    grey = picture.convert("L")
    grey.thumbnail((MEASURED_PX, MEASURED_PX), Image.Resampling.LANCZOS)
    blown, light = _levels(grey)
    return Quality(max(size), min(size), _sharpness(grey), blown, light)


def _sharpness(grey: Image.Image) -> float:
    smooth = grey.filter(ImageFilter.GaussianBlur(SMOOTHED_PX))
    edges = smooth.filter(_LAPLACIAN)
    # The filter copies the outermost pixels as they are, which would look like an edge all around.
    xs = [1 + (grey.width - 2) * step // TILES for step in range(TILES + 1)]
    ys = [1 + (grey.height - 2) * step // TILES for step in range(TILES + 1)]
    boxes = [(left, top, right, bottom) for left, right in pairwise(xs) for top, bottom in pairwise(ys)]
    found = [_in_tile(edges.crop(box), smooth.crop(box)) for box in boxes if box[2] > box[0] and box[3] > box[1]]
    return round(sorted(found)[-COUNTED_TILE], 1) if len(found) >= COUNTED_TILE else 0.0


def _in_tile(edges: Image.Image, smooth: Image.Image) -> float:
    lightest = ImageStat.Stat(smooth).extrema[0][1]
    return float(ImageStat.Stat(edges).var[0]) * (USUAL_LIGHT / min(max(lightest, DARKEST), USUAL_LIGHT)) ** 2


def _levels(grey: Image.Image) -> tuple[float, int]:
    spots = grey.reduce(SPOT_PX) if min(grey.size) >= SPOT_PX * TILES else grey
    counts = spots.histogram()
    bright = sum(counts[BRIGHT:])
    light = _level_at(counts, sum(counts) * 9 // 10)
    if not bright:
        return 0.0, light
    usual = _level_at([0] * BRIGHT + counts[BRIGHT:], bright // 2)
    return (0.0 if usual >= SCAN_WHITE else round(sum(counts[BLOWN:]) / bright, 4)), light


def _level_at(counts: list[int], number: int) -> int:
    """The level of the pixel of this number, counted from the darkest."""
    seen = 0
    for level, count in enumerate(counts):
        seen += count
        if seen > number:
            return level
    return len(counts) - 1


# Each says what is doubtful and what to do while one still sits there.
WARNINGS: Final = {
    "small": "像素太少,小字可能看不清,请靠近些再拍",
    "dark": "太暗,请开灯或靠近窗户再拍",
    "blur": "不清楚,可能手抖或没有对焦,请拿稳再拍",
    "glare": "有反光,盖住了一部分,请换个角度再拍",
}
# A picture of a room is not read: bright windows and few pixels take nothing from it.
NOT_READ: Final = frozenset({"home_photo"})


def told(warnings: tuple[str, ...], evidence_type: str) -> tuple[str, ...]:
    """The warnings as sentences, those left out that mean nothing for this type of evidence."""
    silent = ("small", "glare") if evidence_type in NOT_READ else ()
    return tuple(WARNINGS[warning] for warning in warnings if warning not in silent)
