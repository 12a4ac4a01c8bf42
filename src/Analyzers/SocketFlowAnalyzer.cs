using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;
using SocketAnalyzers.Rules;
using SocketAnalyzers.Rules.UnhandledReset;

namespace SocketAnalyzers;

/// <summary>Computes the flow of sockets once per body and lets every flow rule read its events.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SocketFlowAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        ImplicitAddressReuse.Descriptor,
        CloseInsteadOfHalfClose.Descriptor,
        WriteAfterShutdown.Descriptor,
        UnhandledReset.Descriptor,
        MissingAddressReuse.Descriptor,
        SharedListeningPort.Descriptor,
        PendingSend.Descriptor,
        RelayOfStreams.Descriptor,
        UnsharedMulticastPort.Descriptor,
        SilentBody.Descriptor);

    /// <summary>Called for each compilation that has sockets, so that tests and benchmarks can read its counters.</summary>
    internal System.Action<FlowContext>? ContextCreated { get; set; }

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private void Start(CompilationStartAnalysisContext start)
    {
        if (KnownTypes.For(start.Compilation, start.CancellationToken) is not { } types)
            return;
        var provider = start.Options.AnalyzerConfigOptionsProvider;
        var flow = new FlowContext(start.Compilation, types, (method, caller) => SocketOptions.Read(provider.GetOptions(caller)).TakesOwnership(method));
        ContextCreated?.Invoke(flow);
        var texts = new CodeTexts(flow);
        var platform = TargetPlatform.Read(provider.GlobalOptions);
        start.RegisterOperationBlockStartAction(block => BodyGate.Register(block, flow, texts, platform));
    }
}
