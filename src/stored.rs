//! State as bytes: little-endian on every machine, its kind and version in front, a checksum behind.

use crate::Error;

/// What a state is, and in which layout.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) letters: [u8; 4],
    pub(crate) version: u32,
}

/// What [`write`] adds to the words of a state.
pub(crate) const FRAME: usize = 16;

impl Kind {
    const fn word(self) -> u64 {
        (self.version as u64) << 32 | u32::from_le_bytes(self.letters) as u64
    }
}

/// Writes kind, version, words and checksum. Nothing is written unless `bytes` is [`FRAME`] longer than the words.
pub(crate) fn write(kind: Kind, words: &[u64], bytes: &mut [u8]) {
    if bytes.len() != words.len().saturating_mul(8).saturating_add(FRAME) {
        return;
    }
    let Some((body, end)) = bytes.split_last_chunk_mut::<8>() else {
        return;
    };
    let head = kind.word();
    let all = core::iter::once(&head).chain(words);
    for (bytes, word) in body.as_chunks_mut().0.iter_mut().zip(all) {
        *bytes = word.to_le_bytes();
    }
    *end = u64::from(checksum(body)).to_le_bytes();
}

/// The words that [`write`] wrote, little-endian and where they are.
///
/// # Errors
/// [`Error::Format`] for bytes of another length, kind or version, and for a checksum that does not agree.
pub(crate) fn read<const WORDS: usize>(
    kind: Kind,
    bytes: &[u8],
) -> Result<&[[u8; 8]; WORDS], Error> {
    if bytes.len() != WORDS.saturating_mul(8).saturating_add(FRAME) {
        return Err(Error::Format);
    }
    let (body, end) = bytes.split_last_chunk().ok_or(Error::Format)?;
    let (head, stored) = body.split_first_chunk().ok_or(Error::Format)?;
    if u64::from_le_bytes(*head) != kind.word()
        || u64::from_le_bytes(*end) != u64::from(checksum(body))
    {
        return Err(Error::Format);
    }
    stored.as_chunks().0.first_chunk().ok_or(Error::Format)
}

/// CRC-32 of ISO 3309, as in zip and PNG: notices every burst of damage of up to 32 bits.
fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = 0_u32.wrapping_sub(crc & 1);
            crc = (crc >> 1) ^ (carry & 0xEDB8_8320);
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn the_checksum_is_the_published_one() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }
}
