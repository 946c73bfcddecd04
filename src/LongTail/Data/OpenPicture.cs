using LongTail.Foundation;
using LongTail.Imaging;

namespace LongTail.Data;

/// <summary>Opens a picture of a set to draw from, on any thread.</summary>
/// <param name="path">Below the data folder, with / between folders.</param>
/// <exception cref="DataException">It cannot be read.</exception>
/// <exception cref="PictureException">It is no picture.</exception>
delegate IPicture OpenPicture(string path);
