"""What can go wrong while practice homes are made."""

from typing import ClassVar

from fieldsurvey.errors import FieldSurveyError


class PracticeFolderError(FieldSurveyError):
    """Practice would be made in a folder that holds something else."""

    code = "H313"
    sentence = "这个文件夹不是练习生成的,里面已有别的内容,没有改动。请换一个文件夹:{folder}"
    exit_status: ClassVar[int] = 2
