//! Exit codes of Windows containers: status codes of the system instead of signals.

/// The names of the codes that end processes. Source: [MS-ERREF] 2.3 (NTSTATUS); E0434352 is the exception
/// code of the .NET runtime.
const STATUSES: [(u32, &str); 18] = [
    (0x4001_0004, "DBG_TERMINATE_PROCESS"),
    (0x8000_0003, "STATUS_BREAKPOINT"),
    (0xC000_0005, "STATUS_ACCESS_VIOLATION"),
    (0xC000_0006, "STATUS_IN_PAGE_ERROR"),
    (0xC000_0017, "STATUS_NO_MEMORY"),
    (0xC000_001D, "STATUS_ILLEGAL_INSTRUCTION"),
    (0xC000_0022, "STATUS_ACCESS_DENIED"),
    (0xC000_007B, "STATUS_INVALID_IMAGE_FORMAT"),
    (0xC000_0094, "STATUS_INTEGER_DIVIDE_BY_ZERO"),
    (0xC000_00FD, "STATUS_STACK_OVERFLOW"),
    (0xC000_012D, "STATUS_COMMITMENT_LIMIT"),
    (0xC000_0135, "STATUS_DLL_NOT_FOUND"),
    (0xC000_0139, "STATUS_ENTRYPOINT_NOT_FOUND"),
    (0xC000_013A, "STATUS_CONTROL_C_EXIT"),
    (0xC000_0142, "STATUS_DLL_INIT_FAILED"),
    (0xC000_0374, "STATUS_HEAP_CORRUPTION"),
    (0xC000_0409, "STATUS_STACK_BUFFER_OVERRUN"),
    (0xE043_4352, "CLR_EXCEPTION"),
];

/// `0xC0000005` and its name, for a code in either sign: Windows counts without one, the agents with one.
pub(super) fn status(code: i64) -> Option<(String, &'static str)> {
    let unsigned = u32::try_from(code).or_else(|_| i32::try_from(code).map(i32::cast_unsigned)).ok()?;
    let (_, name) = STATUSES.iter().find(|(known, _)| *known == unsigned)?;
    Some((format!("0x{unsigned:08X}"), name))
}

#[cfg(test)]
mod tests {
    use super::status;

    #[test]
    fn a_status_is_known_in_either_sign() {
        let violation = Some(("0xC0000005".to_owned(), "STATUS_ACCESS_VIOLATION"));
        assert_eq!((status(3_221_225_477), status(-1_073_741_819)), (violation.clone(), violation));
        assert_eq!((status(1), status(i64::MIN), status(-1)), (None, None, None));
    }
}
