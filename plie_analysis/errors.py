"""The one error that a human reader is meant to see."""


class PlieError(Exception):
    """Expected trouble, told in one to four French lines, without a traceback.

    ``code`` is the exit code of the command line: 2 when the input or the usage is wrong and
    nothing was changed, 1 when the work was done but a person must look at something.
    """

    def __init__(self, message: str, code: int = 2):
        super().__init__(message)
        self.message = message
        self.code = code
