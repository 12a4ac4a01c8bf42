using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>
/// What one connection is called in a function: its socket, its streams, readers and writers, and the tasks of receives
/// that are under way. Read off the declarations, so it may hold too much and makes a fix more careful then.
/// </summary>
internal sealed class ConnectionNames
{
    private readonly SemanticModel _model;
    private readonly HashSet<ISymbol> _symbols = new(SymbolEqualityComparer.Default);

    private ConnectionNames(SemanticModel model, SyntaxNode function)
    {
        _model = model;
        Function = function;
    }

    public SyntaxNode Function { get; }

    public IEnumerable<ISymbol> Symbols => _symbols;

    public static ConnectionNames Of(FixSite site, params SyntaxNode[] seeds)
    {
        var names = new ConnectionNames(site.Model, CodeShape.FunctionOf(site.Node));
        foreach (var seed in seeds.SelectMany(seed => seed.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()))
            names.AddIfConnection(seed);
        var values = names.Function.DescendantNodes().Select(ValueOf).Where(value => value.Name is not null && value.Value is not null).ToList();
        int before;
        do
        {
            before = names._symbols.Count;
            foreach (var (name, value) in values)
                names.Join(name!, value!);
        }
        while (names._symbols.Count > before);
        return names;
    }

    public bool Contains(ExpressionSyntax expression) => _model.GetSymbolInfo(expression).Symbol is { } symbol && _symbols.Contains(symbol);

    /// <summary>Every place inside <paramref name="node"/> where the connection is named.</summary>
    public IEnumerable<IdentifierNameSyntax> NamedIn(SyntaxNode node) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(Contains);

    /// <summary>The type of a variable of the connection, or of any other; null for what is no variable.</summary>
    public static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    public static bool IsA(ITypeSymbol? type, params string[] names)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (names.Contains(type.Name))
                return true;
        }

        return false;
    }

    private static (SyntaxNode? Name, ExpressionSyntax? Value) ValueOf(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax { Initializer: { } initializer } variable => (variable, initializer.Value),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => (assignment.Left, assignment.Right),
        _ => default,
    };

    // "var stream = client.GetStream();" joins the two, whichever of them was known.
    private void Join(SyntaxNode name, ExpressionSyntax value)
    {
        var symbol = name is VariableDeclaratorSyntax ? _model.GetDeclaredSymbol(name) : _model.GetSymbolInfo(name).Symbol;
        if (symbol is null || !(IsConnection(TypeOf(symbol)) || IsUnderWay(TypeOf(symbol))))
            return;
        if (_symbols.Contains(symbol))
        {
            foreach (var part in value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
                AddIfConnection(part);
        }
        else if (NamedIn(value).Any())
        {
            _symbols.Add(symbol);
        }
    }

    private void AddIfConnection(IdentifierNameSyntax name)
    {
        if (_model.GetSymbolInfo(name).Symbol is { } symbol && (IsConnection(TypeOf(symbol)) || IsUnderWay(TypeOf(symbol))))
            _symbols.Add(symbol);
    }

    private static bool IsConnection(ITypeSymbol? type) =>
        IsA(type, "Socket", "TcpClient", "Stream", "TextReader", "TextWriter", "BinaryReader", "BinaryWriter", "PipeReader", "PipeWriter", "IDuplexPipe");

    public static bool IsUnderWay(ITypeSymbol? type) => IsA(type, "Task", "ValueTask", "IAsyncResult");
}
