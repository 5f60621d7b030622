//! A small chart: one column for a few cases, high is good.

const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Columns of the widest chart.
const MAX_COLUMNS: usize = 72;

/// Draws shares from 0 to 1; a case without one is a gap.
pub(crate) fn columns(shares: &[Option<f64>]) -> String {
    let per_column = shares.len().div_ceil(MAX_COLUMNS).max(1);
    shares.chunks(per_column).map(column).collect()
}

fn column(shares: &[Option<f64>]) -> char {
    let (sum, count) = shares
        .iter()
        .flatten()
        .fold((0.0, 0.0), |(sum, count), share| (sum + share, count + 1.0));
    if count == 0.0 {
        return '·';
    }
    let level = (sum / count).clamp(0.0, 1.0) * 7.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 7"
    )]
    LEVELS.get(level.round() as usize).copied().unwrap_or('█')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_become_columns_and_gaps_stay_gaps() {
        assert_eq!(columns(&[Some(0.0), Some(0.5), Some(1.0), None]), "▁▅█·");
        assert_eq!(columns(&[]), "");
    }

    #[test]
    fn many_cases_share_a_column() {
        let many = vec![Some(1.0); 1_000];
        assert!(columns(&many).chars().count() <= MAX_COLUMNS);
    }
}
