"""What a request that the schema allows may be refused with: never because it could not be read."""

import schemathesis

# The reading of a body names the key, in backticks, or the body. Acme's own words do neither, but for the end of a
# duration, which depends on the moment.
READING = ("`", "the body")
OF_THE_MOMENT = ("`duration` is over before it begins", "`duration` is too long")


@schemathesis.check
def refused_by_the_merchant(ctx, response, case):
    allowed = case.meta is not None and case.meta.generation.mode.is_positive
    if allowed and response.status_code == 400:
        message = response.json()["message"]
        assert not message.startswith(READING) or message in OF_THE_MOMENT, message
