"""Move one number through its range, and find by hand where the answer changes."""

import negotiate

model = negotiate.load("ultimatum")

previous = ""
for step in range(17):
    envy = step / 4
    comparison = negotiate.compare(model, ["envious"], settings={"envy": envy}, draws=0)
    play = comparison.scenario("envious").plays[0]
    offer = max(play.path["offer"], key=lambda option: play.path["offer"][option])
    if offer != previous:
        print(f"from envy {envy}: {offer}, payoffs {dict(play.payoffs)}")
        previous = offer
