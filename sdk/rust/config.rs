// SPDX-License-Identifier: Apache-2.0
//! The settings of a module: one flat JSON object of numbers, texts and truths, made by the host from
//! the manifest's `config` and the administrator's file. What isn't set has the code's default; a
//! setting of the wrong type is an Err in words.

pub struct Config<'a> {
    entries: Vec<(&'a str, &'a str)>, // values as written, texts with their quotes
}

impl<'a> Config<'a> {
    /// Err: not a flat object.
    pub fn of(json: &'a str) -> Result<Config<'a>, String> {
        let mut rest = json.trim();
        let mut entries = Vec::new();
        if rest.is_empty() || rest == "{}" {
            return Ok(Config { entries });
        }
        rest = rest.strip_prefix('{').ok_or("the settings must be one flat JSON object")?;
        loop {
            let name = take(&mut rest)?;
            rest = rest.trim_start().strip_prefix(':').ok_or("the settings lack a ':'")?;
            entries.push((name.trim_matches('"'), take(&mut rest)?));
            rest = rest.trim_start();
            if rest == "}" {
                return Ok(Config { entries });
            }
            rest = rest.strip_prefix(',').ok_or("the settings lack a ','")?;
        }
    }

    pub fn number(&self, name: &str, otherwise: f64) -> Result<f64, String> {
        self.read(name, otherwise, "a number", |raw| raw.parse().ok())
    }

    pub fn integer(&self, name: &str, otherwise: i64) -> Result<i64, String> {
        self.read(name, otherwise, "a whole number", |raw| raw.parse().ok())
    }

    pub fn truth(&self, name: &str, otherwise: bool) -> Result<bool, String> {
        self.read(name, otherwise, "true or false", |raw| raw.parse().ok())
    }

    pub fn text(&self, name: &str, otherwise: &str) -> Result<String, String> {
        self.read(name, otherwise.to_string(), "a text", unquoted)
    }

    fn read<T>(
        &self,
        name: &str,
        otherwise: T,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, String> {
        match self.entries.iter().find(|entry| entry.0 == name) {
            None | Some((_, "null")) => Ok(otherwise),
            Some((_, raw)) => parse(raw)
                .ok_or_else(|| format!("setting {} must be {}, not {}", name, expected, raw)),
        }
    }
}

/// One text with its quotes, number or truth.
fn take<'a>(rest: &mut &'a str) -> Result<&'a str, String> {
    let text = rest.trim_start();
    let end = if text.starts_with('"') {
        let mut escaped = false;
        let closing = text.char_indices().skip(1).find(|&(_, c)| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        closing.ok_or("the settings end within a text")?.0 + 1
    } else {
        text.find(|c: char| ",:} \t\r\n[{".contains(c)).unwrap_or(0)
    };
    if end == 0 {
        return Err("a setting must be a number, a text, true or false".to_string());
    }
    let (taken, left) = text.split_at(end);
    *rest = left;
    Ok(taken)
}

fn unquoted(raw: &str) -> Option<String> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut letters = inner.chars();
    while let Some(c) = letters.next() {
        text.push(match c {
            '\\' => match letters.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => return None, // write the letter itself
                other => other,
            },
            other => other,
        });
    }
    Some(text)
}
