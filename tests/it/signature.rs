fn is_signed(request: &AuthRequest<'_>, secret: &Secret) -> bool {
    let Some(signature) = request.header("x-ck-signature") else { return false };
    let signature = signature.strip_prefix("sha256=").unwrap_or(signature);
    secret.hmac_sha256([request.body()]).is_hex(signature)
}

fn is_signed_and_recent(request: &AuthRequest<'_>, secret: &Secret) -> bool {
    let sent = request.header("x-ck-timestamp").unwrap_or_default();
    let signature = request.header("x-ck-signature").unwrap_or_default();
    let age = sent.parse().map(|sent: i64| Utc::now().timestamp().abs_diff(sent));
    let message = [sent.as_bytes(), b".", request.body()];
    age.is_ok_and(|seconds| seconds < 300) && secret.hmac_sha256(message).is_hex(signature)
}
