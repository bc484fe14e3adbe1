"""When too much is missing from a file to be true. REG-10"""


def guard_stops(covered, dropped, percent, accepted=None):
    """Whether a sync that would drop this many of what its source covers has to ask first."""
    return dropped != accepted and dropped * 100 > covered * percent


def progress(job):
    """How far the machine is, in percent; the last step, writing, counts as the rest."""
    if job.status == "applied":
        return 100
    return min(99, job.done * 100 // max(job.total, 1))
