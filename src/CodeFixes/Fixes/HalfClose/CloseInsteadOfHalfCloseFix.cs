using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using SocketAnalyzers.CodeFixes.HalfClose;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes;

/// <summary>SOCK002: the answer is read before the connection ends, or a lingering close gets its drain. A relay has one only with the runtime library: which limit it needs is for its author to say.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = CloseInsteadOfHalfClose.Id)]
public sealed class CloseInsteadOfHalfCloseFix : SocketCodeFixProvider
{
    /// <summary>Made by the host.</summary>
    public CloseInsteadOfHalfCloseFix()
        : base(CloseInsteadOfHalfClose.Id, new EndLater(), new HalfCloseHere())
    {
    }

    private static string? PropertyOf(Diagnostic diagnostic, string name) => diagnostic.Properties.TryGetValue(name, out var value) ? value : null;

    // One action for all evidence: dotnet format runs the first action of the first diagnostic everywhere.
    private sealed class EndLater : FixAction
    {
        public EndLater()
            : base("Keep the connection open until the last read", CloseInsteadOfHalfClose.Id + ".EndLater")
        {
        }

        public override string TitleOf(Diagnostic diagnostic) => PropertyOf(diagnostic, "Evidence") switch
        {
            nameof(Evidence.CloseWithTimeout) => "Half-close with Shutdown(Send), read to the end within a limit, then close",
            nameof(Evidence.WriterDisposed) => "Leave the stream open",
            nameof(Evidence.Relay) => "Relay both directions to their ends with DuplexRelay.RunAsync",
            _ when PropertyOf(diagnostic, "Ends") == "Shutdown" => "Half-close with Shutdown(Send)",
            _ => "Close after the last read",
        };

        public override SyntaxNode? Rewrite(FixSite site) => site.Property("Evidence") switch
        {
            nameof(Evidence.CloseWithTimeout) => LingeringClose.Mend(site),
            nameof(Evidence.WriterDisposed) => LeaveOpen.Mend(site),
            nameof(Evidence.Relay) => LibraryRelay.Mend(site),
            nameof(Evidence.ReadAfterEnd) or nameof(Evidence.DrainAfterShutdownBoth) or nameof(Evidence.PendingReceive) => MoveOrHalfClose(site),
            _ => null,
        };

        private static SyntaxNode? MoveOrHalfClose(FixSite site)
        {
            if (EndCall.At(site.Node) is not { } end)
                return null;
            if (end.Name == "Shutdown")
                return HalfCloseUse.InsteadOfBoth(site, end);
            return end.IsClose(site.Model) && end.Arguments.Count == 0 ? CloseMove.BehindLastRead(site, end) : null;
        }
    }

    private sealed class HalfCloseHere : FixAction
    {
        public HalfCloseHere()
            : base("Half-close with Shutdown(Send) and close after the last read", CloseInsteadOfHalfClose.Id + ".HalfClose")
        {
        }

        public override string TitleOf(Diagnostic diagnostic) =>
            PropertyOf(diagnostic, "Evidence") == nameof(Evidence.WriterDisposed) ? "Leave the stream open and half-close with Shutdown(Send)" : Title;

        public override SyntaxNode? Rewrite(FixSite site)
        {
            if (site.Property("Evidence") == nameof(Evidence.WriterDisposed))
                return LeaveOpen.MendAndHalfClose(site);
            return site.Property("Evidence") is nameof(Evidence.ReadAfterEnd) or nameof(Evidence.PendingReceive)
                && EndCall.At(site.Node) is { Arguments.Count: 0 } end && end.IsClose(site.Model)
                ? CloseMove.WithHalfClose(site, end)
                : null;
        }
    }
}
