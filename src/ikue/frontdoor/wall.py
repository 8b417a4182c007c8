"""What lies here is sealed: nobody at the outside can read it back, and no staff context is needed
to drop something in. Taking it out is granted with the verb that does it."""

from ikue.kernel.wall import Table

TABLES = (Table(name="frontdoor_submission", read="false", add="true"),)
