using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK025. It looks at calls of Shutdown and of helpers with one, and needs no flow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnguardedShutdownAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public UnguardedShutdownAnalyzer()
        : base(OperationKind.Invocation)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ShutdownSkipsClose.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        switch (call.TargetMethod.Name)
        {
            case "Shutdown" when types.Of(call.TargetMethod.ContainingType) == KnownType.Socket:
                LookAtShutdown(context, types, call);
                break;
            case "Close" or "Dispose" when call.Instance is { } closed && types.NearestOf(ValueReader.Unwrap(closed).Type) is KnownType.Socket or KnownType.TcpClient or KnownType.UdpClient:
                LookAtHelpers(context, types, call);
                break;
        }
    }

    private static void LookAtShutdown(OperationAnalysisContext context, KnownTypes types, IInvocationOperation shutdown)
    {
        var closing = ClosingContext.For(context.Compilation, types);
        if (new ShutdownFailure(closing, context.CancellationToken).Of(shutdown, context.ContainingSymbol) is { } harm)
            Report(context, closing, harm);
    }

    // A close is rarer than a call: the helpers before it are looked at from there.
    private static void LookAtHelpers(OperationAnalysisContext context, KnownTypes types, IInvocationOperation close)
    {
        var closing = ClosingContext.For(context.Compilation, types);
        var harms = new List<ShutdownFailure.Harm>();
        new ShutdownFailure(closing, context.CancellationToken).AddHelpers(close, context.ContainingSymbol, harms);
        foreach (var harm in harms)
            Report(context, closing, harm);
    }

    private static void Report(OperationAnalysisContext context, ClosingContext closing, ShutdownFailure.Harm harm)
    {
        // A Shutdown after a reset does not throw elsewhere.
        if (closing.Tests.Contains(context.ContainingSymbol) || CodeContext.IsInThrowAssertion(harm.Call.Syntax)
            || TargetPlatform.Read(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions).CannotRunOnWindows || CodeContext.ExcludesWindows(context.ContainingSymbol))
            return;
        context.ReportDiagnostic(ShutdownSkipsClose.Create(harm));
    }
}
