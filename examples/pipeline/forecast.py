from snowflake.snowpark import Session


def run(session: Session, days: int) -> str:
    """Says what the next days would bring if they were like the last ones."""
    row = session.sql("SELECT AVG(AMOUNT) FROM DAILY").collect()[0]
    return f"{(row[0] or 0) * days} in {days} days"
