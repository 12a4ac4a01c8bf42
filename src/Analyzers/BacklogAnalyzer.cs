using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK005. It looks at one argument and needs no flow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BacklogAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public BacklogAnalyzer()
        : base(OperationKind.Invocation)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(BacklogAboveSomaxconn.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.Arguments.Length != 1 || !IsListen(call.TargetMethod, types) || call.Arguments[0].ArgumentKind == ArgumentKind.DefaultValue)
            return;
        var argument = call.Arguments[0];
        if (new ValueOrigin(context.Compilation, context.CancellationToken).ConstantOf(argument.Value) is not int backlog)
            return;
        var options = SocketOptions.Read(context.Options.AnalyzerConfigOptionsProvider.GetOptions(call.Syntax.SyntaxTree));
        if (BacklogAboveSomaxconn.IsTooLarge(backlog, options) && !new TestCode(context.Compilation).Contains(context.ContainingSymbol) && !CodeContext.IsInThrowAssertion(call.Syntax))
            context.ReportDiagnostic(BacklogAboveSomaxconn.Create(argument, call.TargetMethod.Name, backlog, options));
    }

    private static bool IsListen(IMethodSymbol method, KnownTypes types) => method.Name switch
    {
        "Listen" => types.Of(method.ContainingType) == KnownType.Socket,
        "Start" => types.Of(method.ContainingType) == KnownType.TcpListener,
        _ => false,
    };
}
