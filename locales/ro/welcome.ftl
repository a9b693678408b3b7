# The welcome form and the profile.
