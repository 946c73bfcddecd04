using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>Annotations as JSON: COCO's form, which iNaturalist 2018 has, with images, annotations and categories; or that of BBN's lists, with a path in each annotation.</summary>
static partial class AnnotationFile
{
    /// <summary>Reads one.</summary>
    /// <param name="file">The annotations.</param>
    /// <param name="training">Classes of the training annotations, which those to measure on are read by; null where these are the training annotations.</param>
    /// <exception cref="DataException">It cannot be read, is of another form, names an image or category that is not there, or contradicts the training annotations.</exception>
    /// <returns>The annotated pictures, the classes, and pictures of the file that no annotation is of.</returns>
    public static (PictureList List, ListedClasses Classes, ImmutableArray<LeftOut> LeftOut) Read(string file, ListedClasses? training)
    {
        Annotations read = Parse(file);
        if (read.Items is not { Length: > 0 } annotations) throw Fault("no annotations", "a list named annotations");
        Dictionary<long, string?> paths = ById(read.Images ?? [], image => image.Id, "image").ToDictionary(image => image.Key, image => image.Value.FileName);
        ImmutableArray<Category> categories = [.. ById(read.Categories ?? [], category => category.Id, "category").OrderBy(category => category.Key).Select(category => category.Value)];
        ListedClasses own = new(NamesOf(categories, file), categories.IsEmpty ? null : [.. categories.Select(category => category.Id)]);
        Dictionary<long, int>? labels = training is null ? own.LabelsById : LabelsBy(training, own, categories, file);
        PictureList list = new([.. annotations.Select(PathOf)], [.. annotations.Select(LabelOf)]);
        ListRules.Check(list, file, row => $"annotation {row}");
        HashSet<string> taken = [.. list.Paths];
        return (list, training ?? own, [.. paths.Values.OfType<string>().Select(path => ListRules.PathOf(path)).Where(path => !taken.Contains(path)).Select(path => new LeftOut(path, "no annotation", $"listed in images of {Path.GetFileName(file)}, and no annotation says what is on it."))]);

        Dictionary<long, T> ById<T>(T[] items, Func<T, long> id, string what)
        {
            Dictionary<long, T> byId = new(items.Length);
            foreach (T item in items)
                if (item is null || !byId.TryAdd(id(item), item)) throw Fault(item is null ? $"null for {what} {byId.Count}" : $"{what} {id(item)} twice", "each once");
            return byId;
        }

        string PathOf(Annotation annotation) =>
            annotation?.Path is { } own ? ListRules.PathOf(own)
            : annotation is not null && paths.TryGetValue(annotation.ImageId, out string? path) && path is not null ? ListRules.PathOf(path)
            : throw Fault(annotation is null ? "null for an annotation" : $"an annotation of image {annotation.ImageId}, which images do not list", "every image listed with its file_name");

        int LabelOf(Annotation annotation) =>
            labels is null ? annotation.CategoryId is >= 0 and < ListRules.MostClasses ? (int)annotation.CategoryId : throw Fault($"category {annotation.CategoryId}", $"0 to {ListRules.MostClasses - 1}")
            : labels.TryGetValue(annotation.CategoryId, out int label) ? label
            : training is not null ? throw new DataException($"Found an annotation of category {Named(annotation.CategoryId)} in {file}, which the training annotations do not have, expected one of theirs. Correct the file, or add training pictures of it.")
            : throw Fault($"category {annotation.CategoryId}, which categories do not list", "every category listed with its name");

        string Named(long id) => categories.FirstOrDefault(category => category.Id == id)?.Name is { Length: > 0 } name ? $"{id} ({name})" : $"{id}";

        DataException Fault(string found, string expected) => new($"Found {found} in {file}, expected {expected}: COCO's or iNaturalist's form. Correct the file.");
    }

    static Annotations Parse(string file)
    {
        try
        {
            return DataFile.Read(file, "JSON in COCO's or iNaturalist's form; check data.train, data.test, data.validation and --data", path =>
            {
                using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
                return JsonSerializer.Deserialize(stream, AnnotationJson.Default.Annotations) ?? throw new JsonException("null");
            });
        }
        catch (JsonException fault)
        {
            throw new DataException($"Found no readable annotations {file} ({fault.Message}), expected JSON in COCO's or iNaturalist's form.", fault);
        }
    }

    // A name says what is meant, a number only where one of the two files has no names.
    static Dictionary<long, int>? LabelsBy(ListedClasses training, ListedClasses own, ImmutableArray<Category> categories, string file)
    {
        if (training.LabelsByName is { } byName && own.Names is not null)
            return categories.Where(category => byName.ContainsKey(category.Name!)).ToDictionary(category => category.Id, category => byName[category.Name!]);
        Dictionary<long, int>? byId = training.LabelsById;
        if (training.Names is { } names && byId is not null && categories.FirstOrDefault(category => category.Name is { Length: > 0 } name && byId.TryGetValue(category.Id, out int label) && names[label] != name) is { } other)
            throw new DataException($"Found category {other.Id} with the name {other.Name} in {file}, expected {names[byId[other.Id]]}, its name in the training annotations. Give every category the name it has there.");
        return byId;
    }

    // iNaturalist 2018 hides its species' names behind numbers; two that look the same are then one number twice.
    static ImmutableArray<string>? NamesOf(ImmutableArray<Category> categories, string file)
    {
        if (categories.IsEmpty || categories.Any(category => string.IsNullOrEmpty(category.Name))) return null;
        ImmutableArray<string> names = [.. categories.Select(category => category.Name!)];
        ClassNameRules.Check(names, file);
        return names;
    }

    internal sealed record Annotations(
        [property: JsonPropertyName("images")] Image[]? Images,
        [property: JsonPropertyName("annotations")] Annotation[]? Items,
        [property: JsonPropertyName("categories")] Category[]? Categories);

    internal sealed record Image([property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("file_name")] string? FileName);

    internal sealed record Annotation(
        [property: JsonPropertyName("image_id")] long ImageId,
        [property: JsonPropertyName("category_id")] long CategoryId,
        [property: JsonPropertyName("fpath")] string? Path);

    internal sealed record Category([property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("name")] string? Name);

    [JsonSerializable(typeof(Annotations))]
    sealed partial class AnnotationJson : JsonSerializerContext;
}
