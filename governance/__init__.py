"""The project itself: settings, addresses, the schedule, health, and the command that runs it all. Nobody imports it."""
