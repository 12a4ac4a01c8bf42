using System;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>What a rule is given of one body when it needs no flow: where it stands, for which platforms it is, and how to report.</summary>
internal class BodyContext
{
    private readonly Action<Diagnostic> _report;
    private bool? _isTest;
    private bool? _cannotRunOnWindows;
    private bool _hasGivenUp;
    private bool _isIncomplete;

    public BodyContext(FlowContext flow, CodeTexts texts, ISymbol owner, IOperation body, SocketOptions options, TargetPlatform platform, Action<Diagnostic> report, CancellationToken cancellation)
    {
        Flow = flow;
        Texts = texts;
        Owner = owner;
        Options = options;
        Platform = platform;
        Cancellation = cancellation;
        Budget = new RuleBudget(flow, body, cancellation);
        _report = report;
    }

    protected BodyContext(BodyContext other)
    {
        Flow = other.Flow;
        Texts = other.Texts;
        Owner = other.Owner;
        Options = other.Options;
        Platform = other.Platform;
        Cancellation = other.Cancellation;
        Budget = other.Budget;
        _report = other._report;
    }

    /// <summary>What the analysis of all bodies shares.</summary>
    public FlowContext Flow { get; }

    /// <summary>What the text of types and functions says.</summary>
    public CodeTexts Texts { get; }

    /// <summary>The method, accessor or field that the body belongs to.</summary>
    public ISymbol Owner { get; }

    public SocketOptions Options { get; }

    public TargetPlatform Platform { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>What the rules may still do for this body.</summary>
    public RuleBudget Budget { get; }

    public Compilation Compilation => Flow.Compilation;

    /// <summary>The body belongs to a test.</summary>
    public bool IsTest => _isTest ??= Flow.Tests.Contains(Owner);

    /// <summary>Neither the project nor this code can run on Windows.</summary>
    public bool CannotRunOnWindows => _cannotRunOnWindows ??= Platform.CannotRunOnWindows || CodeContext.ExcludesWindows(Owner);

    /// <summary>Whether Bind sets SO_REUSEADDR for TCP: since .NET Core 2.1, or as the option says.</summary>
    public bool RuntimeSetsReuseAddress => Options.RuntimeSetsReuseAddress ?? !Platform.IsNetCoreBelow21;

    /// <summary>Counts what a rule looks at, so that no body keeps anybody waiting.</summary>
    public void Step(int steps = 1) => Budget.Spend(steps);

    /// <summary>The budget is gone: the rules are silent about the rest of this body.</summary>
    public void GiveUp()
    {
        if (_hasGivenUp)
            return;
        _hasGivenUp = true;
        Flow.Counters.CountOverBudget();
        Flow.RulesGaveUp?.Invoke(Owner);
        SayIncomplete();
    }

    /// <summary>Something of this body was not analysed: for whoever asks for SOCK090, once.</summary>
    public void SayIncomplete()
    {
        if (!_isIncomplete)
            _report(SilentBody.Of(Owner));
        _isIncomplete = true;
    }

    public void Report(DiagnosticDescriptor rule, SyntaxNode at, SyntaxNode? witness, ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        if (!CodeContext.IsInThrowAssertion(at))
            _report(Diagnostic.Create(rule, at.GetLocation(), witness is null ? Array.Empty<Location>() : new[] { witness.GetLocation() }, properties, arguments));
    }

    protected void Report(Diagnostic diagnostic) => _report(diagnostic);

    /// <summary>The name of the called member, as a message names it.</summary>
    public static string MemberName(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => invocation.TargetMethod.Name,
        IObjectCreationOperation creation => "new " + creation.Type?.Name,
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation member } => member.Member.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => operation.Syntax.ToString(),
    };
}
