# SPDX-License-Identifier: Apache-2.0
"""What `causa completion bash` knows, as plain data: the program's tables of verbs, actions and options
in a form that other tests can use."""

import re


def tables(script):
    """Verb -> (actions, options), and the words that may stand first."""
    first = re.search(r"COMP_CWORD == 1\)\); then\n\s+words='([^']*)'", script)[1].split()
    verbs = {}
    for name, actions, options in re.findall(
            r"^    ([a-z-]+)\)\n      actions='([^']*)'\n      options='([^']*)'$", script, re.MULTILINE):
        verbs[name] = (actions.split(), options.split())
    return first, verbs
