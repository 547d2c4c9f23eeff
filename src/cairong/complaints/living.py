"""What the SQL of this room takes from the kinds of complaints and the numbers as shipped."""

from cairong.papers.living import listed
from cairong.policy.complaining import ABOVE, KINDS, PRESS_DAYS, ROUTES, SHIPPED


def words() -> dict[str, str]:
    """Write each part of the SQL that is generated, by its name."""
    first = {code: value for code, _, value in ROUTES}
    (press,) = (value for code, *_, value in SHIPPED if code == PRESS_DAYS)
    return {
        "kinds": listed(f"{code} {case}" for code, kind in KINDS.items() for case in kind.cases),
        "above": listed(ABOVE[place] for place in sorted(ABOVE)),
        "routes": "\n".join(
            f"WHEN of_kind = '{code}' THEN"
            f" complaints_number(of_city, '{kind.route}', of_day, {first[kind.route]})"
            for code, kind in KINDS.items()
        ),
        "press_days": str(press),
    }
