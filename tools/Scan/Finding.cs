using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Scan;

/// <summary>A place in a file and the text of its first line; numbers count from 1.</summary>
internal sealed record Place(string File, int Line, int Column, int EndLine, int EndColumn, string Code)
{
    public static Place? Of(Location location)
    {
        if (location.SourceTree is not { } tree)
            return null;
        var span = tree.GetLineSpan(location.SourceSpan).Span;
        return new Place(tree.FilePath, span.Start.Line + 1, span.Start.Character + 1, span.End.Line + 1, span.End.Character + 1, LineOf(tree.GetText(), span.Start.Line));
    }

    private static string LineOf(SourceText text, int line) => line < text.Lines.Count ? text.Lines[line].ToString() : "";
}

/// <summary>A diagnostic as text: nothing of it keeps the compilation alive.</summary>
internal sealed record Finding(string Rule, DiagnosticSeverity Severity, string Message, Place Place, IReadOnlyList<Place> Witnesses, string? Member)
{
    /// <summary>Null where the diagnostic has no place in a file.</summary>
    public static Finding? Of(Diagnostic diagnostic) => Place.Of(diagnostic.Location) is not { } place
        ? null
        : new Finding(
            diagnostic.Id,
            diagnostic.Severity,
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            place,
            diagnostic.AdditionalLocations.Select(Place.Of).OfType<Place>().ToList(),
            MemberOf(diagnostic.Location));

    private static string? MemberOf(Location location)
    {
        var names = new List<string>();
        for (var node = location.SourceTree!.GetRoot().FindNode(location.SourceSpan); node is not null; node = node.Parent)
        {
            if (NameOf(node) is { } name)
                names.Insert(0, name);
        }

        return names.Count == 0 ? null : string.Join('.', names);
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax => ".ctor",
        DestructorDeclarationSyntax => "Finalize",
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        EventDeclarationSyntax property => property.Identifier.ValueText,
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => null,
    };
}
