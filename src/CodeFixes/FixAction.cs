using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.CodeFixes;

/// <summary>One way to mend a diagnostic: an entry of the light bulb.</summary>
internal abstract class FixAction
{
    protected FixAction(string title, string key)
    {
        Title = title;
        Key = key;
    }

    /// <summary>What happens, in the words of the light bulb.</summary>
    public string Title { get; }

    /// <summary>The same for one diagnostic, where an action does different things.</summary>
    public virtual string TitleOf(Diagnostic diagnostic) => Title;

    /// <summary>The equivalence key: constant, because Fix All and <c>dotnet format</c> look for the same one everywhere.</summary>
    public string Key { get; }

    /// <summary>The member that the mended code calls and that not every framework has; null for none.</summary>
    public virtual (string Type, string Member)? NeedOf(Diagnostic diagnostic) => null;

    /// <summary>The mended root, or null where the shape of the code leaves no safe rewrite. New nodes carry the annotations of <see cref="Editing.NewCode"/>.</summary>
    public abstract SyntaxNode? Rewrite(FixSite site);
}
