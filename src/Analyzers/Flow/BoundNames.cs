using System.Collections.Concurrent;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>What the names mean that one search after the other comes to: binding the member around a name is the dear part of a search. Thread-safe.</summary>
internal sealed class BoundNames
{
    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<SyntaxNode, SymbolInfo> _symbols = new();
    private readonly ConcurrentDictionary<SyntaxNode, IOperation?> _operations = new();
    private int _bound;

    public BoundNames(Compilation compilation) => _compilation = compilation;

    /// <summary>How often the compiler was asked, for tests.</summary>
    public int Asked => _bound;

    public SymbolInfo SymbolAt(SimpleNameSyntax name, CancellationToken cancellation)
    {
        if (!_symbols.TryGetValue(name, out var info))
        {
            Interlocked.Increment(ref _bound);
            _symbols[name] = info = _compilation.GetSemanticModel(name.SyntaxTree).GetSymbolInfo(name, cancellation);
        }

        return info;
    }

    public IOperation? OperationAt(SyntaxNode code, CancellationToken cancellation)
    {
        if (!_operations.TryGetValue(code, out var operation))
        {
            Interlocked.Increment(ref _bound);
            _operations[code] = operation = _compilation.GetSemanticModel(code.SyntaxTree).GetOperation(code, cancellation);
        }

        return operation;
    }
}
