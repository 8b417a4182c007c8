"""Expected failures: what a clerk can act on, said in one Japanese sentence."""


class Expected(Exception):
    """Base of every failure the domain foresees; `str()` is shown to the clerk as it stands.

    A view turns it into a message beside the form: nothing typed is lost, nothing was done.
    """
