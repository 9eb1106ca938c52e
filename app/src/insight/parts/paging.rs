/// The part of `items` on a page of `size`, the number of pages, and the page that is really there.
pub fn part<T: Clone>(items: &[T], size: usize, page: usize) -> (Vec<T>, usize, usize) {
    let pages = items.len().div_ceil(size).max(1);
    let page = page.min(pages - 1);
    (items.iter().skip(page * size).take(size).cloned().collect(), pages, page)
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_page_beyond_the_end_is_the_last_one() {
        let items = [1, 2, 3, 4, 5];
        assert_eq!(part(&items, 2, 0), (vec![1, 2], 3, 0));
        assert_eq!(part(&items, 2, 9), (vec![5], 3, 2));
        assert_eq!(part(&items, 5, 1), (items.to_vec(), 1, 0));
        assert_eq!(part::<u8>(&[], 5, 0), (vec![], 1, 0));
    }
}
