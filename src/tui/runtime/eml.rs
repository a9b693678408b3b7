//! temporary
pub fn eml(
    _: &crate::model::CaseFile,
    _: &crate::model::Message,
    _: &crate::model::Operator,
    _: &[(crate::model::Attachment, Vec<u8>)],
) -> anyhow::Result<Vec<u8>> {
    anyhow::bail!("x")
}
