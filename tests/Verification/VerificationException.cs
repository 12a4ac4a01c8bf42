namespace SocketAnalyzers.Verification;

/// <summary>A test failed; the message is the report. The kit depends on no test framework.</summary>
public sealed class VerificationException(string message) : Exception(message);
