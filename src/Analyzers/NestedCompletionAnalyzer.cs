using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers;

/// <summary>Reports SOCK041. It looks at each call that starts an operation, and follows the code as it runs when the operation is done at once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NestedCompletionAnalyzer : OperationRuleAnalyzer
{
    /// <summary>Made by the host.</summary>
    public NestedCompletionAnalyzer()
        : base(OperationKind.Invocation)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(NestedCompletions.Descriptor);

    private protected override void Look(OperationAnalysisContext context, KnownTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        // .NET Framework completes on another thread, always (facts §15).
        if (!PostedOperation.MayBe(call.TargetMethod) || types.Table.Of(call.TargetMethod, call.Instance?.Type) is null
            || TargetPlatform.Read(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions).IsNetFramework || context.Compilation.ObjectType.ContainingAssembly.Name == "mscorlib")
            return;
        if (NestingSearch.Of(call, EndContext.For(context.Compilation, types), context.CancellationToken) is { } posted)
            context.ReportDiagnostic(NestedCompletions.Create(posted));
    }
}
