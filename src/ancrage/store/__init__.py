"""What people write: contacts, members, visits, corrections, lists of sites. Kept apart from public data.

The store stands apart from the flow of data: commands use it, and hand what it holds to the steps as plain records
of `domain.knowledge`. Django is imported when a store is opened, never before.
"""
