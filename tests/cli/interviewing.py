# SPDX-License-Identifier: Apache-2.0
"""Somebody who is interviewed: looks at each question and answers it, whatever the order."""

import subprocess

import program

MARK = "> "
MOST_QUESTIONS = 200

# What everybody is asked, by words of the question; the rest isn't known.
WOMAN = {"How old": "67", "Sex": "female", "come with": "1"}


class Interview(program.Run):
    """A run with the questions in the order in which they were asked, and what followed each."""

    def __init__(self, code, out, err, asked):
        super().__init__(code, out, err)
        self.asked = asked

    def questions(self):
        """Those that not everybody is asked."""
        opening = ("How old", "Sex of", "come with", "Which ", "Another ")
        return [text for text in self.asked
                if not text.startswith(opening) and text != "Since when?" and "come with" not in text]


class InterviewTest(program.ProgramTest):
    def interview(self, answers, *arguments, to="json", store="none"):
        """`answers`: by words of a question what is answered, or a list for when it is asked again;
        a question that none of them fits isn't known."""
        waiting = {words: list(given) if isinstance(given, list) else [given]
                   for words, given in answers.items()}
        command = self.command("interview", *program.AS_OF, "--store", store, "--to", to, *arguments)
        asked, told = [], ""
        with subprocess.Popen(command, cwd=self.home, env=self.environment, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            while True:
                new = self.read_to_mark(running.stderr)
                told += new
                if not new.endswith("\n" + MARK):
                    break
                asked.append(self.question_of(new))
                self.assertLess(len(asked), MOST_QUESTIONS, told)
                running.stdin.write((self.answer_to(asked[-1], waiting) + "\n").encode())
                running.stdin.flush()
            out = running.stdout.read().decode()
            running.stdin.close()
        self.assert_anonymous(told)
        return Interview(running.returncode, out, told, asked)

    @staticmethod
    def read_to_mark(stream):
        text = b""
        while not text.endswith(b"\n" + MARK.encode()):
            byte = stream.read(1)
            if not byte:
                break
            text += byte
        return text.decode()

    @staticmethod
    def question_of(told):
        """The first line of the last paragraph: a question and its hints."""
        return told[:-len("\n" + MARK)].split("\n\n")[-1].splitlines()[0]

    @staticmethod
    def answer_to(question, waiting):
        for words, given in waiting.items():
            if words in question and given:
                return given.pop(0)
        return ""
