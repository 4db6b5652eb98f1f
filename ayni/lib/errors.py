class RuleBroken(Exception):
    """A request the rules do not allow. The message is for the person at the screen: what is wrong, what to do."""
