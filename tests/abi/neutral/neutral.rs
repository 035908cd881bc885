// SPDX-License-Identifier: Apache-2.0

use causa::abi::{QUALITY_ABOVE, QUALITY_BELOW, QUALITY_TIED};
use causa::{Batch, Config, Numbers, Outputs};

const DAY_MS: f64 = 24.0 * 60.0 * 60.0 * 1000.0;

/// Three-valued `value < limit`: a bound answers only what it decides.
fn below(column: &Numbers, row: u32, limit: f64) -> Option<bool> {
    let value = column.get(row)?;
    let quality = column.quality(row);
    if quality & QUALITY_TIED != 0 {
        None
    } else if quality & QUALITY_BELOW != 0 {
        (value <= limit).then(|| true)
    } else if quality & QUALITY_ABOVE != 0 {
        (value >= limit).then(|| false)
    } else {
        Some(value < limit)
    }
}

fn above(column: &Numbers, row: u32, limit: f64) -> Option<bool> {
    let value = column.get(row)?;
    let quality = column.quality(row);
    if quality & QUALITY_TIED != 0 {
        None
    } else if quality & QUALITY_ABOVE != 0 {
        (value >= limit).then(|| true)
    } else if quality & QUALITY_BELOW != 0 {
        (value <= limit).then(|| false)
    } else {
        Some(value > limit)
    }
}

struct Neutral;

impl causa::Module for Neutral {
    fn new(_config: &Config) -> Result<Self, String> {
        Ok(Neutral)
    }

    fn derive(&self, step: u32, batch: &Batch, out: &mut Outputs) -> Result<(), String> {
        match step {
            0 => low(batch, out),
            1 => recent(batch, out),
            2 => two_of(batch, out),
            3 => older_woman(batch, out),
            4 => list(batch, out),
            5 => ratio(batch, out),
            _ => Err("this module has six steps".to_string()),
        }
    }
}

fn low(batch: &Batch, out: &mut Outputs) -> Result<(), String> {
    let sodium = batch.number(0)?;
    let mut result = out.truth(0)?;
    for row in batch.rows() {
        if let Some(is) = below(&sodium, row, 135.0) {
            result.set(row, is, sodium.time_ms(row));
        }
    }
    Ok(())
}

fn recent(batch: &Batch, out: &mut Outputs) -> Result<(), String> {
    let thiazide = batch.truth(0)?;
    let mut result = out.truth(0)?;
    for row in batch.rows() {
        match (thiazide.get(row), thiazide.time_ms(row)) {
            (Some(false), _) => result.set(row, false, None),
            (Some(true), Some(start_ms)) => {
                let days = (batch.as_of_ms() - start_ms) as f64 / DAY_MS;
                result.set(row, (0.0..=90.0).contains(&days), Some(start_ms));
            }
            _ => (),
        }
    }
    Ok(())
}

fn two_of(batch: &Batch, out: &mut Outputs) -> Result<(), String> {
    let (vomiting, diarrhea, sodium) = (batch.truth(0)?, batch.truth(1)?, batch.number(2)?);
    let mut result = out.truth(0)?;
    for row in batch.rows() {
        let parts = [vomiting.get(row), diarrhea.get(row), above(&sodium, row, 145.0)];
        let known_true = parts.iter().filter(|&&part| part == Some(true)).count();
        let unknown = parts.iter().filter(|part| part.is_none()).count();
        if known_true >= 2 {
            result.set(row, true, None);
        } else if known_true + unknown < 2 {
            result.set(row, false, None);
        }
    }
    Ok(())
}

fn older_woman(batch: &Batch, out: &mut Outputs) -> Result<(), String> {
    let (age, female) = (batch.number(0)?, batch.truth(1)?);
    let mut result = out.truth(0)?;
    for row in batch.rows() {
        let old = age.get(row).map(|years| years >= 65.0);
        match (old, female.get(row)) {
            (Some(false), _) | (_, Some(false)) => result.set(row, false, None),
            (Some(true), Some(true)) => result.set(row, true, None),
            _ => (),
        }
    }
    Ok(())
}

fn list(batch: &Batch, out: &mut Outputs) -> Result<(), String> {
    let calcium = batch.numbers(0)?;
    let (mut ever_low, mut spread) = (out.truth(0)?, out.number(1)?);
    for row in batch.rows() {
        let values = calcium.values(row);
        if values.is_empty() {
            continue;
        }
        let least = values.iter().fold(f64::INFINITY, |a, &b| a.min(b));
        let most = values.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
        let time_ms = calcium.times_ms(row).last().copied();
        ever_low.set(row, least < 2.0, time_ms);
        if values.len() > 1 {
            spread.set(row, most - least, time_ms);
        }
    }
    Ok(())
}

fn ratio(batch: &Batch, out: &mut Outputs) -> Result<(), String> {
    let (magnesium, sodium) = (batch.number(0)?, batch.number(1)?);
    let mut result = out.number(0)?;
    for row in batch.rows() {
        if let (Some(a), Some(b)) = (magnesium.exact(row), sodium.exact(row)) {
            result.set(row, a / b, magnesium.time_ms(row));
        }
    }
    Ok(())
}

causa::plugin!(Neutral, "neutral_rust.note.rs");
