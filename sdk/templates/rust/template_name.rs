// SPDX-License-Identifier: Apache-2.0
//! The steps of this module: one for each entry of `derives` in template_name.yaml. Nothing is judged
//! here; rules stand in the manifest.

use causa::{Batch, Config, Outputs};

const DAY_MS: f64 = 24.0 * 60.0 * 60.0 * 1000.0;

struct TemplateName;

impl causa::Module for TemplateName {
    // Settings of the manifest's `config` are read here: config.number("name", its_default)?
    fn new(_config: &Config) -> Result<Self, String> {
        Ok(TemplateName)
    }

    fn derive(&self, _step: u32, batch: &Batch, out: &mut Outputs) -> Result<(), String> {
        let tsh = batch.number(0)?; // in the order of `needs`
        let levothyroxine = batch.truth(1)?;
        let mut days = out.number(0)?; // in the order of `provides`
        for row in batch.rows() {
            // What isn't set stays unknown; an unknown value or time is None.
            if !levothyroxine.present(row) {
                continue;
            }
            if let (Some(tsh_ms), Some(start_ms)) = (tsh.time_ms(row), levothyroxine.time_ms(row)) {
                if tsh_ms >= start_ms {
                    days.set(row, (tsh_ms - start_ms) as f64 / DAY_MS, Some(tsh_ms));
                }
            }
        }
        Ok(())
    }
}

#[cfg(not(test))]
causa::plugin!(TemplateName, "build/template_name.note.rs");

#[cfg(test)]
mod tests {
    use super::*;
    use causa::{testing::Step, Module, TIME_UNKNOWN};

    #[test]
    fn days_from_the_start_to_the_tsh() {
        let day_ms = DAY_MS as i64;
        let (tsh, taken) = (Some(12.0), Some(true));
        let mut step = Step::new(5); // five patients
        step.number(
            &[tsh, tsh, None, tsh, tsh],
            &[40 * day_ms, 5 * day_ms, TIME_UNKNOWN, 40 * day_ms, 40 * day_ms],
        );
        step.truth(
            &[taken, taken, taken, Some(false), taken],
            &[20 * day_ms, 20 * day_ms, 20 * day_ms, 20 * day_ms, TIME_UNKNOWN],
        );
        step.number_output();
        step.run(&TemplateName::new(&Config::of("{}").unwrap()).unwrap(), 0).unwrap();

        assert_eq!(step.number_at(0, 0), Some(20.0));
        assert_eq!(step.number_at(0, 1), None, "a TSH before the start says nothing");
        assert_eq!(step.number_at(0, 2), None, "without a TSH it is unknown");
        assert_eq!(step.number_at(0, 3), None, "without levothyroxine it is unknown");
        assert_eq!(step.number_at(0, 4), None, "an unknown start leaves it unknown");
    }
}
